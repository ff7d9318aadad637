//! `tlsDisabledProtocols` and `tlsCipherSelection`. To switch TLS 1.0 and 1.1 off is good (RFC 8996); to switch 1.2 or 1.3 off leaves less. Of ciphers
//! those that RFC 9325 section 4.1 forbids: NULL, export, RC4, DES, anonymous, MD5.

use super::Check;
use super::found::{Found, shown};
use super::view::View;

const CHECK: Check = Check::TlsDowngrade;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for node in view.settings("tlsDisabledProtocols") {
        let protocol = view.value(node);
        let name = String::from_utf8_lossy(&protocol).to_ascii_lowercase().replace(['_', ' '], ".");
        if matches!(name.as_str(), "tlsv1.2" | "tls1.2" | "tlsv1.3" | "tls1.3") {
            found.at(CHECK, node, format!("{} is switched off", shown(&protocol)));
        }
    }
    for node in view.settings("tlsCipherSelection") {
        let cipher = view.value(node);
        if is_broken(&String::from_utf8_lossy(&cipher)) {
            found.at(CHECK, node, format!("cipher {}", shown(&cipher)));
        }
    }
}

fn is_broken(cipher: &str) -> bool {
    const BROKEN: [&str; 10] = ["null", "export", "exp", "rc4", "des", "3des", "md5", "anon", "adh", "aecdh"];
    let cipher = cipher.to_ascii_lowercase();
    // `!RC4` and `-RC4` take one away.
    let asked = cipher.split([':', ',', ' ']).filter(|one| !one.starts_with(['!', '-']));
    asked.flat_map(|one| one.split(['-', '_', '+'])).any(|part| BROKEN.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::is_broken;

    #[test]
    fn ciphers() {
        for cipher in ["TLS_RSA_WITH_RC4_128_SHA", "DES-CBC3-SHA", "ECDHE-RSA-NULL-SHA", "HIGH:RC4"] {
            assert!(is_broken(cipher), "{cipher}");
        }
        for cipher in ["TLS_AES_128_GCM_SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "HIGH:!RC4:!aNULL:-MD5"] {
            assert!(!is_broken(cipher), "{cipher}");
        }
    }
}
