//! Makes a random token of the right shape carry the right checksum: examples for rules are built so.

use super::{Checksum, azure, base58, bech32, crc, github, gitlab};

impl Checksum {
    /// `token` with its last characters replaced by the checksum of the others. Tokens that are proven by their structure, and those too short
    /// for a checksum, are returned as they are.
    #[cfg_attr(not(test), allow(dead_code, reason = "whatever builds examples from rules calls it"))]
    pub(crate) fn seal(self, token: String) -> String {
        match self {
            Checksum::Crc32Base62 => end_with(token, 6, crc::base62_sum),
            Checksum::GithubFineGrained => fine_grained(token),
            Checksum::GitlabRoutable => end_with(token, 9, gitlab::routable_end),
            Checksum::Crc32Hex => end_with(token, 8, |body| Some(crc::hex_sum(body))),
            Checksum::Crc32HexBody => end_with(token, 8, crc::hex_body_sum),
            Checksum::Grafana => end_with(token, 8, crc::grafana_sum),
            Checksum::Confluent => end_with(token, 6, crc::confluent_sum),
            Checksum::LaravelSanctum => end_with(token, 8, crc::sanctum_sum),
            Checksum::AzureCask => cask(token),
            Checksum::Bech32 => bech32::seal(&token).unwrap_or(token),
            Checksum::Base58Check => base58::seal(&token).unwrap_or(token),
            _ => token,
        }
    }
}

/// Replaces the last `len` characters by what `sum` makes of the others.
fn end_with<S: AsRef<[u8]>>(token: String, len: usize, sum: impl Fn(&[u8]) -> Option<S>) -> String {
    let body = token.len().checked_sub(len).and_then(|end| token.get(..end));
    let sealed = body.and_then(|body| {
        let sum = sum(body.as_bytes())?;
        Some(body.to_owned() + std::str::from_utf8(sum.as_ref()).ok()?)
    });
    sealed.unwrap_or(token)
}

/// The sum stands before the last eight characters.
fn fine_grained(token: String) -> String {
    const END: usize = 8;
    let Some((rest, end)) = token.len().checked_sub(END).and_then(|at| token.split_at_checked(at)) else {
        return token;
    };
    end_with(rest.to_owned(), 8, |body| Some(github::fine_grained_sum(body))) + end
}

/// The sum stands at 80; one form goes on with the rest of its base64.
fn cask(token: String) -> String {
    let Some((key, rest)) = token.split_at_checked(84) else { return token };
    end_with(key.to_owned(), 4, azure::annotated_sum) + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Verdict;

    #[test]
    fn sealed_tokens_are_proven() {
        let b = "aB3dEf6hIj9lMn2pQr5tUv8xYz1".repeat(4);
        let tokens = [
            (Checksum::Crc32Base62, format!("npm_{}", &b[..36])),
            (Checksum::Crc32Base62, format!("ghr_{}", &b[..76])),
            (Checksum::Crc32Base62, format!("polar_rt_u_{}", &b[..43])),
            (Checksum::GithubFineGrained, format!("github_pat_{}_{}", &b[..22], &b[..59])),
            (Checksum::GitlabRoutable, format!("glpat-{}.01.000000000", &b[..40])),
            (Checksum::GitlabRoutable, format!("glpat-{}.000000000", &b[..27])),
            (Checksum::Crc32Hex, format!("ATATT3{}=00000000", &b[..60])),
            (Checksum::Crc32HexBody, format!("zpka_{}_00000000", &b[..32])),
            (Checksum::Grafana, format!("glsa_{}_00000000", &b[..32])),
            (Checksum::Confluent, format!("cflt{}", &b[..60])),
            (Checksum::LaravelSanctum, format!("17|acme_{}00000000", &b[..40])),
            (Checksum::AzureCask, format!("{}JQQJ99BC{}AZDO0000", &b[..52], &b[..16])),
            (Checksum::AzureCask, format!("{}JQQJ99BC{}AZDO0000AA==", &b[..52], &b[..16])),
            (Checksum::Bech32, format!("nsec1{}", "q".repeat(58))),
            (Checksum::Base58Check, format!("5H{}", "z".repeat(49))),
        ];
        for (checksum, token) in tokens {
            assert_ne!(checksum.verify(token.as_bytes()), Verdict::Valid, "{checksum:?}");
            let sealed = checksum.seal(token.clone());
            assert_eq!(sealed.len(), token.len(), "{checksum:?}");
            assert_eq!(checksum.verify(sealed.as_bytes()), Verdict::Valid, "{checksum:?}");
        }
    }

    #[test]
    fn short_and_foreign_text_is_left_alone() {
        for &checksum in Checksum::ALL {
            for text in ["", "a", "é", "ééééé"] {
                assert_eq!(checksum.seal(text.to_owned()).is_empty(), text.is_empty());
            }
        }
    }
}
