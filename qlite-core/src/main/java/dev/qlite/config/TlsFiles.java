package dev.qlite.config;

import java.nio.file.Path;

/**
 * The PEM files of a server that speaks TLS: the {@code server.tls} section. Immutable.
 *
 * @param cert the certificate, and after it those that vouch for it
 * @param key its private key, in PKCS #8 and without a password
 */
public record TlsFiles(Path cert, Path key) {
    /** Nothing said yet. */
    static final TlsFiles NONE = new TlsFiles(Path.of(""), Path.of(""));

    public TlsFiles withCert(Path cert) {
        return new TlsFiles(cert, key);
    }

    public TlsFiles withKey(Path key) {
        return new TlsFiles(cert, key);
    }
}
