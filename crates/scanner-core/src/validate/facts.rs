//! What a credential says about itself beyond whether it is whole.

use super::{
    Checksum, LONGEST, atlassian, aws, azure, base58, bots, document, gitlab, jwt, macaroon, mnemonic,
    packed, pem, postman,
};
use crate::finding::Fact;

impl Checksum {
    /// Facts that a report may show: they hold identifiers and times, never the secret.
    pub(crate) fn facts(self, secret: &[u8]) -> Vec<Fact> {
        if secret.len() > LONGEST {
            return Vec::new();
        }
        match self {
            Checksum::GitlabRoutable => gitlab::owners(secret),
            Checksum::Jwt => jwt::facts(secret),
            Checksum::Pem => pem::facts(secret),
            Checksum::AzureCask => azure::annotated_facts(secret),
            Checksum::AzureSas => azure::signature_facts(secret),
            Checksum::AwsKeyId => aws::account(secret).into_iter().collect(),
            Checksum::AwsBedrock => aws::bedrock_facts(secret),
            Checksum::PostmanKey => postman::created(secret).into_iter().collect(),
            Checksum::AtlassianDataCenter => atlassian::data_center_facts(secret),
            Checksum::Discord => bots::discord_facts(secret),
            Checksum::Telegram => bots::telegram_facts(secret),
            Checksum::Mapbox => packed::mapbox_facts(secret),
            Checksum::Sentry => packed::sentry_facts(secret),
            Checksum::GrafanaJson => packed::grafana_facts(secret),
            Checksum::OnePassword => packed::one_password_facts(secret),
            Checksum::GcpServiceAccount => document::service_account_facts(secret),
            Checksum::DockerAuth => document::docker_facts(secret),
            Checksum::Pypi => macaroon::pypi_facts(secret),
            Checksum::Base58Check => base58::facts(secret),
            Checksum::Bip39 => mnemonic::facts(secret),
            // A user in HTTP Basic may be the secret (`TOKEN:x-oauth-basic`), so there is nothing to tell.
            Checksum::Basic
            // Random from end to end.
            | Checksum::Crc32Base62
            | Checksum::GithubFineGrained
            | Checksum::Crc32Hex
            | Checksum::Crc32HexBody
            | Checksum::Grafana
            | Checksum::Confluent
            | Checksum::LaravelSanctum
            | Checksum::AzureIdentifiable
            | Checksum::Vault
            | Checksum::JFrog
            | Checksum::FlyIo
            | Checksum::Bech32 => Vec::new(),
        }
    }
}
