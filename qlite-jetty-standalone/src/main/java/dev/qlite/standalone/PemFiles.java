package dev.qlite.standalone;

import dev.qlite.config.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * A server's certificate, with those that vouch for it after it, and its private key, each in a PEM file. Immutable.
 *
 * @param key in PKCS #8 ({@code BEGIN PRIVATE KEY}), without a password: RSA, EC or Ed25519
 */
record PemFiles(Path cert, Path key) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    static PemFiles of(TlsFiles files) {
        return new PemFiles(files.cert(), files.key());
    }

    /** When each was last changed. */
    List<FileTime> changed() throws IOException {
        return List.of(Files.getLastModifiedTime(cert), Files.getLastModifiedTime(key));
    }

    /**
     * The two as a key store without a password.
     *
     * @throws StartException if a file cannot be read, or the two do not belong together; it names the file, and shows
     *     nothing of the key
     */
    KeyStore read() {
        Certificate[] chain = certificates().toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new StartException("tls.cert: " + cert + ": no certificate in it (expected: BEGIN CERTIFICATE)");
        }
        PublicKey publicKey = chain[0].getPublicKey();
        PrivateKey privateKey = privateKey(publicKey.getAlgorithm());
        try {
            if (!isPair(privateKey, publicKey)) {
                throw notItsKey(publicKey.getAlgorithm());
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey, new char[0], chain);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new StartException("tls: " + cert + " and " + key + " make no key store: " + e.getMessage(), e);
        }
    }

    private Collection<? extends Certificate> certificates() {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes("tls.cert", cert)));
        } catch (GeneralSecurityException e) {
            throw new StartException("tls.cert: " + cert + ": no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey(String algorithm) {
        String text = new String(bytes("tls.key", key), StandardCharsets.US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new StartException(
                    "tls.key: " + key + ": no key in PKCS #8 without a password (expected: BEGIN PRIVATE KEY;"
                            + " openssl pkcs8 -topk8 -nocrypt makes one)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw notItsKey(algorithm);
        } catch (GeneralSecurityException e) {
            throw new StartException("tls.cert: " + cert + ": a key of a kind not known: " + algorithm, e);
        }
    }

    /** Whether what the one signs the other finds true. */
    private static boolean isPair(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update((byte) 1);
        return signature.verify(signed);
    }

    private StartException notItsKey(String algorithm) {
        return new StartException("tls.key: " + key + ": not the key of " + cert + " (" + algorithm + ")");
    }

    private static byte[] bytes(String what, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new StartException(what + ": " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new StartException(what + ": " + file + ": cannot be read", e);
        }
    }
}
