package dev.qlite.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS that trusts the certificates of some files, and no others, and none that has expired. */
public final class TrustedCertificates {
    /** What OpenSSL calls a certificate in a folder: the hash of its subject, and a number. */
    private static final String HASHED = "[0-9a-f]".repeat(8) + ".[0-9]*";

    private TrustedCertificates() {}

    /**
     * Reads a PEM file of certificates, of authorities or of the server itself.
     *
     * @throws IllegalArgumentException if there are none in it; it names the file
     */
    public static SSLContext in(Path file) {
        return in(List.of(file));
    }

    /**
     * Reads some of them.
     *
     * @throws IllegalArgumentException if in one there are none; it names the file
     */
    public static SSLContext in(Collection<Path> files) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Path file : files) {
                for (Certificate certificate : read(file)) {
                    trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
                }
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {new InTime((X509ExtendedTrustManager) trust.getTrustManagers()[0])},
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(files + ": their certificates cannot be used", e);
        }
    }

    /**
     * The files of a folder that OpenSSL would find there, named as {@code openssl rehash} does: {@code 1a2b3c4d.0}.
     *
     * @throws IllegalArgumentException if there are none; it names the folder
     */
    public static List<Path> hashed(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, HASHED)) {
            found.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new IllegalArgumentException(folder + ": cannot be read (expected: a folder)", e);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    folder + ": no certificate in it (expected: as openssl rehash names them, 1a2b3c4d.0)");
        }
        return files;
    }

    private static Collection<? extends Certificate> read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(file + ": no certificate in it (expected: BEGIN CERTIFICATE)");
            }
            return certificates;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + ": no certificates in PEM (expected: BEGIN CERTIFICATE)", e);
        }
    }

    /** The JDK does not look at the dates of a server's certificate that is itself among those to trust. */
    private static final class InTime extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager trust;

        InTime(X509ExtendedTrustManager trust) {
            this.trust = trust;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            trust.checkServerTrusted(chain, type, socket);
            chain[0].checkValidity();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            trust.checkServerTrusted(chain, type, engine);
            chain[0].checkValidity();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkServerTrusted(chain, type);
            chain[0].checkValidity();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            trust.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            trust.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}
