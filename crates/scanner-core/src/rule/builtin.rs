//! Generated from `rules/*/*.toml` by `tests/codegen.rs`. Do not edit.
use std::borrow::Cow::Borrowed as B;

use super::spec::Examples;
use super::{RuleInfo, RuleSpec};
use crate::finding::{Confidence, Severity};
use crate::validate::Checksum;

#[rustfmt::skip]
const T0: &str = "1Password";
#[rustfmt::skip]
const T1: &str = "1Password stores the secrets of other systems: whoever holds the credential gets at the vaults that it covers.";
#[rustfmt::skip]
const T2: &str = "A Public API token manages sources, destinations and users of the workspace; a write key lets anyone send invented events.";
#[rustfmt::skip]
const T3: &str = "A bot token controls the bot in every server that it joined: messages, members, roles. A webhook URL lets anyone post into its channel.";
#[rustfmt::skip]
const T4: &str = "A live key creates, refunds and reads payments of the merchant.";
#[rustfmt::skip]
const T5: &str = "A live key sends letters and cheques at the owner's cost and reads addresses.";
#[rustfmt::skip]
const T6: &str = "A live key takes, refunds and reads payments of the merchant.";
#[rustfmt::skip]
const T7: &str = "A live token books and cancels flights and stays at the owner's cost and reads passengers' data.";
#[rustfmt::skip]
const T8: &str = "A live token buys shipping labels at the owner's cost and reads recipients' addresses.";
#[rustfmt::skip]
const T9: &str = "A personal access token changes content and settings with the user's rights; a delivery token reads the space, a preview token its drafts too.";
#[rustfmt::skip]
const T10: &str = "A production key buys shipping labels at the owner's cost and reads recipients' addresses.";
#[rustfmt::skip]
const T11: &str = "A production key charges customers, reads their data and transfers money out of the account.";
#[rustfmt::skip]
const T12: &str = "A publish key sends into all channels, a secret key grants itself access and manages the key set.";
#[rustfmt::skip]
const T13: &str = "A secret token changes styles, data sets and tokens of the account; any token spends the owner's quota.";
#[rustfmt::skip]
const T14: &str = "Add a new key to the application in the RapidAPI dashboard and delete the old one; see https://docs.rapidapi.com/docs/keys";
#[rustfmt::skip]
const T15: &str = "Add a new secret and delete the old one under Apps & Credentials, https://developer.paypal.com/dashboard/applications/live. See https://developer.paypal.com/api/rest/.";
#[rustfmt::skip]
const T16: &str = "Add a new secret to the OAuth client and delete the old one; see https://support.google.com/cloud/answer/6158849";
#[rustfmt::skip]
const T17: &str = "Airtable";
#[rustfmt::skip]
const T18: &str = "Akamai";
#[rustfmt::skip]
const T19: &str = "Algolia";
#[rustfmt::skip]
const T20: &str = "Alibaba Cloud";
#[rustfmt::skip]
const T21: &str = "Amazon Web Services";
#[rustfmt::skip]
const T22: &str = "Amplitude";
#[rustfmt::skip]
const T23: &str = "An admin or write key reads, replaces and deletes every index of the application; a search-only key is meant to be public.";
#[rustfmt::skip]
const T24: &str = "Anthropic";
#[rustfmt::skip]
const T25: &str = "Asaas";
#[rustfmt::skip]
const T26: &str = "Asana";
#[rustfmt::skip]
const T27: &str = "Ask for or generate a new partner secret in the Mastercard Developers project. See https://developer.mastercard.com/open-finance-us/documentation/.";
#[rustfmt::skip]
const T28: &str = "Atlassian";
#[rustfmt::skip]
const T29: &str = "Bitbucket";
#[rustfmt::skip]
const T30: &str = "Braintree";
#[rustfmt::skip]
const T31: &str = "Brevo (Sendinblue)";
#[rustfmt::skip]
const T32: &str = "Buildkite";
#[rustfmt::skip]
const T33: &str = "Call /2/auth/token/revoke, or disconnect the app at https://www.dropbox.com/account/connected_apps; reset the app secret in the App Console.";
#[rustfmt::skip]
const T34: &str = "Call `auth.revoke` with the token, or open the app at https://api.slack.com/apps, reinstall or remove it, and rotate its credentials. See https://docs.slack.dev/reference/methods/auth.revoke.";
#[rustfmt::skip]
const T35: &str = "Call https://accounts.zoho.com/oauth/v2/token/revoke, or remove the client at https://api-console.zoho.com. See https://www.zoho.com/accounts/protocol/oauth.html.";
#[rustfmt::skip]
const T36: &str = "Change the password of the user on the server, and let only the machines that need it connect; see https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html";
#[rustfmt::skip]
const T37: &str = "Checkout.com";
#[rustfmt::skip]
const T38: &str = "CircleCI";
#[rustfmt::skip]
const T39: &str = "Cloudflare";
#[rustfmt::skip]
const T40: &str = "Coinbase";
#[rustfmt::skip]
const T41: &str = "Confluent";
#[rustfmt::skip]
const T42: &str = "Connection strings";
#[rustfmt::skip]
const T43: &str = "Contentful";
#[rustfmt::skip]
const T44: &str = "Create a new key and delete the old one under Developers > Keys in the Checkout.com dashboard. See https://www.checkout.com/docs/developer-resources/api/manage-api-keys.";
#[rustfmt::skip]
const T45: &str = "Create a new key pair under App Keys of the app in the Pusher dashboard and delete the old one. See https://pusher.com/docs/channels/.";
#[rustfmt::skip]
const T46: &str = "Customer.io";
#[rustfmt::skip]
const T47: &str = "Datadog";
#[rustfmt::skip]
const T48: &str = "Deactivate and then delete the access key in IAM, and revoke the sessions of the role; see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html";
#[rustfmt::skip]
const T49: &str = "Deactivate the credential under Identity & Access of the API client in Akamai Control Center. See https://techdocs.akamai.com/developer/docs/edgegrid.";
#[rustfmt::skip]
const T50: &str = "Delete it on the API keys page of the account; see https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/";
#[rustfmt::skip]
const T51: &str = "Delete it under API > Tokens in the control panel; see https://docs.digitalocean.com/reference/api/create-personal-access-token/";
#[rustfmt::skip]
const T52: &str = "Delete it under Account Settings > Tokens, or remove the integration; see https://vercel.com/docs/rest-api";
#[rustfmt::skip]
const T53: &str = "Delete it under Personal API Tokens of the user, or under API Permissions of the project; see https://circleci.com/docs/managing-api-tokens/";
#[rustfmt::skip]
const T54: &str = "Delete it under Settings > API keys; see https://learning.postman.com/docs/developer/postman-api/authentication/";
#[rustfmt::skip]
const T55: &str = "Delete it under Settings > Developer settings, or revoke it through the credentials API; see https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation";
#[rustfmt::skip]
const T56: &str = "Delete or deactivate it under Account settings > Personal access tokens, or in the organisation's settings; see https://docs.docker.com/security/access-tokens/";
#[rustfmt::skip]
const T57: &str = "Delete or regenerate it at https://airtable.com/create/tokens; see https://support.airtable.com/docs/creating-personal-access-tokens";
#[rustfmt::skip]
const T58: &str = "Delete or regenerate it on the Credentials page of the Google Cloud console; see https://cloud.google.com/docs/authentication/api-keys";
#[rustfmt::skip]
const T59: &str = "Delete or regenerate the key at https://api.together.ai/settings/api-keys.";
#[rustfmt::skip]
const T60: &str = "Delete or roll it under Personal API keys of the user, or in the project settings; see https://posthog.com/docs/api";
#[rustfmt::skip]
const T61: &str = "Delete or rotate it on the API keys page of the project, or on the Access Tokens page of the account; see https://supabase.com/docs/guides/api/api-keys";
#[rustfmt::skip]
const T62: &str = "Delete the API key in the Confluent Cloud console or with `confluent api-key delete`; see https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html";
#[rustfmt::skip]
const T63: &str = "Delete the API key under Identity and Access Management; see https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/";
#[rustfmt::skip]
const T64: &str = "Delete the API key, or promote a secondary auth token, in the Twilio Console under Account > API keys & tokens. See https://www.twilio.com/docs/iam/api-keys.";
#[rustfmt::skip]
const T65: &str = "Delete the key at https://platform.openai.com/api-keys (admin keys: /settings/organization/admin-keys). See https://help.openai.com/en/articles/5112595-best-practices-for-api-key-safety.";
#[rustfmt::skip]
const T66: &str = "Delete the key at https://wandb.ai/authorize or in the user settings. See https://docs.wandb.ai/.";
#[rustfmt::skip]
const T67: &str = "Delete the key in the Coinbase Developer Platform, https://portal.cdp.coinbase.com/. See https://docs.cdp.coinbase.com/.";
#[rustfmt::skip]
const T68: &str = "Delete the key in the service account's settings, or revoke the token; see https://yandex.cloud/en/docs/iam/operations/compromised-credentials";
#[rustfmt::skip]
const T69: &str = "Delete the key pair under Settings > API Keys of the project. See https://langfuse.com/docs/api-and-data-platform/features/public-api.";
#[rustfmt::skip]
const T70: &str = "Delete the key under API keys in the Mailgun dashboard and create another; webhook signing keys are reset on the same page. See https://documentation.mailgun.com/docs/mailgun/.";
#[rustfmt::skip]
const T71: &str = "Delete the key under API keys in the Rainforest dashboard; see https://docs.rainforestpay.com/docs/api-keys";
#[rustfmt::skip]
const T72: &str = "Delete the key under API keys of the project, https://app.pinecone.io.";
#[rustfmt::skip]
const T73: &str = "Delete the key under Account Settings > API Credentials. See https://docs.customer.io/.";
#[rustfmt::skip]
const T74: &str = "Delete the key under Account Settings > API Keys, https://www.easypost.com/account/api-keys.";
#[rustfmt::skip]
const T75: &str = "Delete the key under Builder Keys of the profile, or with the API-key endpoints of the CLOB, and make another; move the funds of a leaked wallet. See https://docs.polymarket.com/builders/api-keys";
#[rustfmt::skip]
const T76: &str = "Delete the key under Developers > API Keys, https://elevenlabs.io/app/settings/api-keys.";
#[rustfmt::skip]
const T77: &str = "Delete the key under SMTP & API in the Brevo account settings, https://app.brevo.com/settings/keys/api.";
#[rustfmt::skip]
const T78: &str = "Delete the key under Settings > API Keys, https://smith.langchain.com/settings.";
#[rustfmt::skip]
const T79: &str = "Delete the key under Settings > API key management. See https://docs.opsgenie.com/docs/authentication.";
#[rustfmt::skip]
const T80: &str = "Delete the service token, OAuth grant or password in the settings of the organisation or branch; see https://planetscale.com/docs";
#[rustfmt::skip]
const T81: &str = "Delete the token in the list of personal or application access tokens of the console; see https://console.settlemint.com/documentation/docs/using-platform/personal-access-tokens";
#[rustfmt::skip]
const T82: &str = "Delete the token in the organisation's or the user's developer settings; see https://polar.sh/docs/integrate/oat";
#[rustfmt::skip]
const T83: &str = "Delete the token on the page of its service account or access policy; see https://grafana.com/docs/grafana/latest/administration/service-accounts/";
#[rustfmt::skip]
const T84: &str = "Delete the token or reset the app's secret in the developer console, https://app.asana.com/0/my-apps. See https://developers.asana.com/docs/personal-access-token.";
#[rustfmt::skip]
const T85: &str = "Delete the token under Developers > Access tokens in the Duffel dashboard, https://app.duffel.com.";
#[rustfmt::skip]
const T86: &str = "Delete the token under Profile > Security > Personal Access Tokens, or disable it in System Console > Integrations. See https://developers.mattermost.com/integrate/reference/personal-access-token/.";
#[rustfmt::skip]
const T87: &str = "Delete the token under Settings > API in the Shippo app, https://apps.goshippo.com/settings/api";
#[rustfmt::skip]
const T88: &str = "DigitalOcean";
#[rustfmt::skip]
const T89: &str = "Disable and delete the AccessKey pair in the RAM console; see https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair";
#[rustfmt::skip]
const T90: &str = "Disable and delete the key under Access Key in the CAM console; see https://www.tencentcloud.com/document/product/598";
#[rustfmt::skip]
const T91: &str = "Disable or delete the credential under Crypto account settings > API trading; see https://docs.robinhood.com/crypto/trading/";
#[rustfmt::skip]
const T92: &str = "Disable or delete the key in the Console, https://console.anthropic.com/settings/keys (admin keys: /settings/admin-keys).";
#[rustfmt::skip]
const T93: &str = "Disable or delete the key under Integrações > Chaves de API in the Asaas account. See https://docs.asaas.com/.";
#[rustfmt::skip]
const T94: &str = "Discord";
#[rustfmt::skip]
const T95: &str = "Docker";
#[rustfmt::skip]
const T96: &str = "Doppler";
#[rustfmt::skip]
const T97: &str = "Doppler stores the secrets of other systems: whoever holds the token reads those that it covers.";
#[rustfmt::skip]
const T98: &str = "Dropbox";
#[rustfmt::skip]
const T99: &str = "Duffel";
#[rustfmt::skip]
const T100: &str = "Dynatrace";
#[rustfmt::skip]
const T101: &str = "EasyPost";
#[rustfmt::skip]
const T102: &str = "ElevenLabs";
#[rustfmt::skip]
const T103: &str = "End the session under Setup > Session Management, or revoke the token under Connected Apps OAuth Usage or at /services/oauth2/revoke; rotate the consumer secret in the app's settings.";
#[rustfmt::skip]
const T104: &str = "Facebook (Meta)";
#[rustfmt::skip]
const T105: &str = "Finicity (Mastercard Open Finance)";
#[rustfmt::skip]
const T106: &str = "Flutterwave";
#[rustfmt::skip]
const T107: &str = "Fly.io";
#[rustfmt::skip]
const T108: &str = "Generate new keys under Settings > API Keys in the dashboard, https://app.flutterwave.com/dashboard/settings/apis.";
#[rustfmt::skip]
const T109: &str = "GitHub";
#[rustfmt::skip]
const T110: &str = "GitLab";
#[rustfmt::skip]
const T111: &str = "Google";
#[rustfmt::skip]
const T112: &str = "Grafana";
#[rustfmt::skip]
const T113: &str = "HashiCorp";
#[rustfmt::skip]
const T114: &str = "Heroku";
#[rustfmt::skip]
const T115: &str = "HubSpot";
#[rustfmt::skip]
const T116: &str = "Hugging Face";
#[rustfmt::skip]
const T117: &str = "Infura";
#[rustfmt::skip]
const T118: &str = "Invalidate the token at https://huggingface.co/settings/tokens. See https://huggingface.co/docs/hub/security-tokens.";
#[rustfmt::skip]
const T119: &str = "JFrog";
#[rustfmt::skip]
const T120: &str = "Key and secret together export the project's events and user data.";
#[rustfmt::skip]
const T121: &str = "Key and secret together read customers and orders of the shop and, with write rights, change prices and issue refunds.";
#[rustfmt::skip]
const T122: &str = "Key and secret together send mail from the owner's domains and read the contact lists.";
#[rustfmt::skip]
const T123: &str = "Key id and secret together read payments and customers, issue refunds and create payment links.";
#[rustfmt::skip]
const T124: &str = "LangSmith";
#[rustfmt::skip]
const T125: &str = "Langfuse";
#[rustfmt::skip]
const T126: &str = "LaunchDarkly";
#[rustfmt::skip]
const T127: &str = "Linear";
#[rustfmt::skip]
const T128: &str = "Lob";
#[rustfmt::skip]
const T129: &str = "Mailchimp";
#[rustfmt::skip]
const T130: &str = "Mailgun";
#[rustfmt::skip]
const T131: &str = "Mailjet";
#[rustfmt::skip]
const T132: &str = "Make a new pair, replace the public half (authorised keys, certificate, key list of the partner) wherever it is trusted, and revoke certificates made for the old one; see https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html";
#[rustfmt::skip]
const T133: &str = "Mapbox";
#[rustfmt::skip]
const T134: &str = "Mattermost";
#[rustfmt::skip]
const T135: &str = "Microsoft Azure";
#[rustfmt::skip]
const T136: &str = "Microsoft Teams";
#[rustfmt::skip]
const T137: &str = "Miro";
#[rustfmt::skip]
const T138: &str = "Mollie";
#[rustfmt::skip]
const T139: &str = "MongoDB Atlas";
#[rustfmt::skip]
const T140: &str = "Netlify";
#[rustfmt::skip]
const T141: &str = "New Relic";
#[rustfmt::skip]
const T142: &str = "Notion";
#[rustfmt::skip]
const T143: &str = "Okta";
#[rustfmt::skip]
const T144: &str = "OpenAI";
#[rustfmt::skip]
const T145: &str = "Opsgenie";
#[rustfmt::skip]
const T146: &str = "PagerDuty";
#[rustfmt::skip]
const T147: &str = "PayPal";
#[rustfmt::skip]
const T148: &str = "Pinecone";
#[rustfmt::skip]
const T149: &str = "Plaid";
#[rustfmt::skip]
const T150: &str = "PlanetScale";
#[rustfmt::skip]
const T151: &str = "Plivo";
#[rustfmt::skip]
const T152: &str = "Polar";
#[rustfmt::skip]
const T153: &str = "Polymarket";
#[rustfmt::skip]
const T154: &str = "PostHog";
#[rustfmt::skip]
const T155: &str = "Postman";
#[rustfmt::skip]
const T156: &str = "Private keys";
#[rustfmt::skip]
const T157: &str = "PubNub";
#[rustfmt::skip]
const T158: &str = "Pusher";
#[rustfmt::skip]
const T159: &str = "PyPI";
#[rustfmt::skip]
const T160: &str = "Rainforest Pay";
#[rustfmt::skip]
const T161: &str = "Ramp";
#[rustfmt::skip]
const T162: &str = "RapidAPI";
#[rustfmt::skip]
const T163: &str = "Razorpay";
#[rustfmt::skip]
const T164: &str = "Refresh the secret on the integration's page under My integrations; see https://developers.notion.com/docs/authorization";
#[rustfmt::skip]
const T165: &str = "Regenerate it on the account page, or run `heroku authorizations:revoke`; see https://devcenter.heroku.com/articles/authentication";
#[rustfmt::skip]
const T166: &str = "Regenerate the auth token on the overview page of the Plivo console, https://console.plivo.com/dashboard/.";
#[rustfmt::skip]
const T167: &str = "Regenerate the credential on the app's Keys and tokens page, https://developer.x.com/en/portal/dashboard.";
#[rustfmt::skip]
const T168: &str = "Regenerate the key on the resource's page in the Azure portal, the second key first if both are in use; see https://learn.microsoft.com/azure/key-vault/secrets/tutorial-rotation-dual";
#[rustfmt::skip]
const T169: &str = "Regenerate the key under Account & Settings > API Keys in the Razorpay dashboard; see https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/";
#[rustfmt::skip]
const T170: &str = "Regenerate the key under Settings > API Keys, https://dashboard.algolia.com/account/api-keys. See https://www.algolia.com/doc/guides/security/api-keys/.";
#[rustfmt::skip]
const T171: &str = "Remove it under Account settings > API tokens; see https://pypi.org/help/#apitoken";
#[rustfmt::skip]
const T172: &str = "Remove the connector in the channel (Manage channel > Connectors) or, for a workflow, delete and recreate its trigger in Power Automate. See https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook.";
#[rustfmt::skip]
const T173: &str = "Remove the key under Integrations > API Access Keys, or a user's token in the user's settings. See https://developer.pagerduty.com/docs/authentication.";
#[rustfmt::skip]
const T174: &str = "Remove the token under Settings > Workspace Settings > Access Management > Tokens. See https://docs.segmentapis.com/.";
#[rustfmt::skip]
const T175: &str = "Render";
#[rustfmt::skip]
const T176: &str = "Replace the key under API Key in the profile menu of the dashboard; see https://scale.com/docs/api-reference/authentication";
#[rustfmt::skip]
const T177: &str = "Replace the token or secret on the app's Credentials or OAuth page in the Developer Console, https://developer.squareup.com/apps; a seller's token with the RevokeToken endpoint.";
#[rustfmt::skip]
const T178: &str = "Reset the SDK key of the environment, or delete the access token under Authorization; see https://launchdarkly.com/docs/home/account/api";
#[rustfmt::skip]
const T179: &str = "Reset the app secret under App Settings > Basic, or invalidate a user's tokens with DELETE /me/permissions. See https://developers.facebook.com/docs/facebook-login/security/.";
#[rustfmt::skip]
const T180: &str = "Reset the key under Developers > API keys, https://my.mollie.com/dashboard/developers/api-keys.";
#[rustfmt::skip]
const T181: &str = "Reset the secret key under Account settings > API Key Management, https://app.mailjet.com/account/apikeys.";
#[rustfmt::skip]
const T182: &str = "Reset the secret key, or create another key set, in the Admin Portal, https://admin.pubnub.com.";
#[rustfmt::skip]
const T183: &str = "Reset the token or the secret in the Developer Portal, https://discord.com/developers/applications; delete a webhook under Server Settings > Integrations, or with a DELETE request to its own URL.";
#[rustfmt::skip]
const T184: &str = "Revoke it in the Admin Console under Security > API > Tokens. See https://developer.okta.com/docs/guides/create-an-api-token/main/.";
#[rustfmt::skip]
const T185: &str = "Revoke it in the settings of the account, repository, project or workspace that it belongs to; see https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/";
#[rustfmt::skip]
const T186: &str = "Revoke it on the Access tokens or OAuth clients page; see https://docs.dynatrace.com/docs/shortlink/token";
#[rustfmt::skip]
const T187: &str = "Revoke it on the Personal access tokens page of the user; see https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate";
#[rustfmt::skip]
const T188: &str = "Revoke it on the Security page of the account; see https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/";
#[rustfmt::skip]
const T189: &str = "Revoke it under API Access Tokens of the user, or in the settings of the cluster; see https://buildkite.com/docs/apis/managing-api-tokens";
#[rustfmt::skip]
const T190: &str = "Revoke it under Auth Tokens of the user or organisation; see https://docs.sentry.io/account/auth-tokens/";
#[rustfmt::skip]
const T191: &str = "Revoke it under Organization Settings > API Keys or Application Keys; see https://docs.datadoghq.com/account_management/api-app-keys/";
#[rustfmt::skip]
const T192: &str = "Revoke it under Settings > Security & access; see https://linear.app/developers/graphql";
#[rustfmt::skip]
const T193: &str = "Revoke it under User Management > Access Tokens, or in the user's profile; see https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens";
#[rustfmt::skip]
const T194: &str = "Revoke it under User settings > Applications; see https://docs.netlify.com/api/get-started/";
#[rustfmt::skip]
const T195: &str = "Revoke it where it was made (Tokens of the account, Access of the config, or Team); see https://docs.doppler.com/reference/auth-token-formats";
#[rustfmt::skip]
const T196: &str = "Revoke it where it was made: the Access tokens page of the user, project or group; see https://docs.gitlab.com/security/tokens/";
#[rustfmt::skip]
const T197: &str = "Revoke the key or the connection under API in the Braintree control panel, https://www.braintreegateway.com/login.";
#[rustfmt::skip]
const T198: &str = "Revoke the key under Account > Extras > API keys. See https://mailchimp.com/help/about-api-keys/.";
#[rustfmt::skip]
const T199: &str = "Revoke the key under WooCommerce > Settings > Advanced > REST API. See https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication.";
#[rustfmt::skip]
const T200: &str = "Revoke the secret of the service account, or delete the API key, under Access Manager; see https://www.mongodb.com/docs/atlas/configure-api-access/";
#[rustfmt::skip]
const T201: &str = "Revoke the token in the product that issued it; see https://developer.hashicorp.com/vault/docs/commands/token/revoke";
#[rustfmt::skip]
const T202: &str = "Revoke the token under Account settings > CMA tokens, or the API key under Settings > API keys of the space. See https://www.contentful.com/developers/docs/references/authentication/.";
#[rustfmt::skip]
const T203: &str = "Revoke the token under Settings > Applications of the Trello account, or with DELETE /1/tokens/{token}. See https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/.";
#[rustfmt::skip]
const T204: &str = "Robinhood";
#[rustfmt::skip]
const T205: &str = "Roll or delete it on the API Tokens page of the profile or account; see https://developers.cloudflare.com/fundamentals/api/how-to/roll-token/";
#[rustfmt::skip]
const T206: &str = "Roll or expire the key under Developers > API keys, https://dashboard.stripe.com/apikeys. See https://docs.stripe.com/keys#rolling-keys.";
#[rustfmt::skip]
const T207: &str = "Rotate or delete the key in the MetaMask Developer dashboard, https://developer.metamask.io.";
#[rustfmt::skip]
const T208: &str = "Rotate or delete the token at https://console.mapbox.com/account/access-tokens/. See https://docs.mapbox.com/help/getting-started/access-tokens/.";
#[rustfmt::skip]
const T209: &str = "Rotate the key under Settings > API Keys, https://dashboard.lob.com/settings/api-keys.";
#[rustfmt::skip]
const T210: &str = "Rotate the secret key under Organization settings > Projects. See https://amplitude.com/docs/apis/authentication.";
#[rustfmt::skip]
const T211: &str = "Rotate the secret of the app under Company > Developer in Ramp; see https://docs.ramp.com/";
#[rustfmt::skip]
const T212: &str = "Rotate the secret under Developers > Keys, https://dashboard.plaid.com/developers/keys; invalidate an access token with /item/access_token/invalidate.";
#[rustfmt::skip]
const T213: &str = "Rotate the token on the Auth tab of the private app under Settings > Integrations > Private Apps. See https://developers.hubspot.com/docs/guides/apps/private-apps/overview.";
#[rustfmt::skip]
const T214: &str = "Run `fly tokens revoke`, or delete it on the Tokens page; see https://fly.io/docs/security/tokens/";
#[rustfmt::skip]
const T215: &str = "Run `npm token revoke`, or delete it under Access Tokens; see https://docs.npmjs.com/revoking-access-tokens";
#[rustfmt::skip]
const T216: &str = "Salesforce";
#[rustfmt::skip]
const T217: &str = "Scale AI";
#[rustfmt::skip]
const T218: &str = "Scaleway";
#[rustfmt::skip]
const T219: &str = "Segment";
#[rustfmt::skip]
const T220: &str = "Sentry";
#[rustfmt::skip]
const T221: &str = "SettleMint";
#[rustfmt::skip]
const T222: &str = "Shippo";
#[rustfmt::skip]
const T223: &str = "Shopify";
#[rustfmt::skip]
const T224: &str = "Slack";
#[rustfmt::skip]
const T225: &str = "SonarQube";
#[rustfmt::skip]
const T226: &str = "Square";
#[rustfmt::skip]
const T227: &str = "Stripe";
#[rustfmt::skip]
const T228: &str = "Supabase";
#[rustfmt::skip]
const T229: &str = "Tencent Cloud";
#[rustfmt::skip]
const T230: &str = "The holder acts as the user or bot in every team and channel that the account can reach.";
#[rustfmt::skip]
const T231: &str = "The holder acts for the user, page or app behind the token: profile data, page posts, messages, advertising budgets.";
#[rustfmt::skip]
const T232: &str = "The holder creates, closes and reads alerts and, with configuration rights, changes schedules.";
#[rustfmt::skip]
const T233: &str = "The holder exports the audience lists with all addresses and sends campaigns in the owner's name.";
#[rustfmt::skip]
const T234: &str = "The holder obtains access tokens of the app: payments, payouts, refunds and the transaction history.";
#[rustfmt::skip]
const T235: &str = "The holder publishes events to every connected client and signs its own access to private channels.";
#[rustfmt::skip]
const T236: &str = "The holder reaches the blockchain nodes, databases and other services of the organisation or application with the token's rights.";
#[rustfmt::skip]
const T237: &str = "The holder reads and changes all tasks and projects that the user can reach.";
#[rustfmt::skip]
const T238: &str = "The holder reads and changes contacts, companies and deals of the portal as far as the app's scopes go.";
#[rustfmt::skip]
const T239: &str = "The holder reads and changes the CRM, books, desk or mail data that the token's scopes name; a refresh token does so for good.";
#[rustfmt::skip]
const T240: &str = "The holder reads and changes the boards of the team that installed the app.";
#[rustfmt::skip]
const T241: &str = "The holder reads and changes the organisation's customer records with the rights of the user or app behind the credential.";
#[rustfmt::skip]
const T242: &str = "The holder reads and changes the runs, models and artefacts of every project that the user can reach.";
#[rustfmt::skip]
const T243: &str = "The holder reads and posts messages, files and member data with every scope that was granted to the app or the user, and Slack messages often carry further passwords.";
#[rustfmt::skip]
const T244: &str = "The holder reads and silences incidents, schedules and contact data of the account.";
#[rustfmt::skip]
const T245: &str = "The holder reads and writes the workspace's traces, prompts and data sets.";
#[rustfmt::skip]
const T246: &str = "The holder reads as the app at its quota, or posts and reads messages as the user.";
#[rustfmt::skip]
const T247: &str = "The holder reads balances and, as far as the key's permissions go, trades or sends crypto-currency; a transfer cannot be undone.";
#[rustfmt::skip]
const T248: &str = "The holder reads customers and orders of the shop and changes products, prices and payouts as far as the app's scopes go.";
#[rustfmt::skip]
const T249: &str = "The holder reads customers and payments, takes or refunds payments and changes the catalogue of the seller.";
#[rustfmt::skip]
const T250: &str = "The holder reads customers, orders and payouts of the organisation and changes its products.";
#[rustfmt::skip]
const T251: &str = "The holder reads or overwrites people and their attributes, and sends messages in the owner's name.";
#[rustfmt::skip]
const T252: &str = "The holder reads private models and data sets and, with a write token, replaces what others download and run.";
#[rustfmt::skip]
const T253: &str = "The holder reads, changes and deletes the vectors of the project, and with them the texts that were stored.";
#[rustfmt::skip]
const T254: &str = "The holder reads, changes and shares the files of the user or, with a team token, of the whole team.";
#[rustfmt::skip]
const T255: &str = "The holder runs models at the owner's cost and reads files and fine-tuned models.";
#[rustfmt::skip]
const T256: &str = "The holder runs models at the owner's cost and reads files, assistants and fine-tuned models of the project; an admin key manages the whole organisation.";
#[rustfmt::skip]
const T257: &str = "The holder runs models at the owner's cost and reads the workspace's files and batches; an admin key manages members and keys.";
#[rustfmt::skip]
const T258: &str = "The holder runs models at the owner's cost.";
#[rustfmt::skip]
const T259: &str = "The holder sends blockchain and IPFS requests at the owner's quota.";
#[rustfmt::skip]
const T260: &str = "The holder sends mail and SMS in the owner's name and exports contacts.";
#[rustfmt::skip]
const T261: &str = "The holder sends mail from the owner's domains, reads stored messages and events, and changes routes.";
#[rustfmt::skip]
const T262: &str = "The holder sends messages and places calls at the owner's cost and reads the call records.";
#[rustfmt::skip]
const T263: &str = "The holder sends messages and places calls at the owner's cost, reads message logs with one-time codes in them, and buys or releases numbers.";
#[rustfmt::skip]
const T264: &str = "The holder starts payouts and refunds and reads the transactions of the merchant.";
#[rustfmt::skip]
const T265: &str = "The holder synthesises speech at the owner's cost, also with the owner's cloned voices.";
#[rustfmt::skip]
const T266: &str = "The holder takes, refunds and reads payments of the merchant.";
#[rustfmt::skip]
const T267: &str = "The token has the rights of the administrator who made it: users, groups, factors and apps of the organisation.";
#[rustfmt::skip]
const T268: &str = "Together AI";
#[rustfmt::skip]
const T269: &str = "Trello";
#[rustfmt::skip]
const T270: &str = "Twilio";
#[rustfmt::skip]
const T271: &str = "Uninstall the app from the team, or reset the secret in the app's settings, https://miro.com/app/settings/user-profile/apps.";
#[rustfmt::skip]
const T272: &str = "Uninstall the app or rotate its credentials in the Shopify admin (Settings > Apps and sales channels > Develop apps) or in the Partner Dashboard; see https://shopify.dev/docs/apps/build/authentication-authorization";
#[rustfmt::skip]
const T273: &str = "Vercel";
#[rustfmt::skip]
const T274: &str = "Weights & Biases";
#[rustfmt::skip]
const T275: &str = "Whoever has the URL posts cards into the channel as a trusted connector, or starts the flow behind it; no log-in is asked.";
#[rustfmt::skip]
const T276: &str = "Whoever holds a private key is its owner to every system that trusts the public half: servers, clouds, partners who check signatures. It works until that trust is withdrawn everywhere.";
#[rustfmt::skip]
const T277: &str = "Whoever holds the API key and its private key trades crypto in the account and reads its holdings and orders.";
#[rustfmt::skip]
const T278: &str = "Whoever holds the credential calls AWS as its user or role: reads buckets and databases, starts machines on your bill, and with enough rights makes further users.";
#[rustfmt::skip]
const T279: &str = "Whoever holds the credential calls Google APIs on the account or bill of its owner.";
#[rustfmt::skip]
const T280: &str = "Whoever holds the credential calls Yandex Cloud as its user or service account.";
#[rustfmt::skip]
const T281: &str = "Whoever holds the credential changes the DNS, firewall, certificates and workers of the zones that it covers, and so can take over the sites behind them.";
#[rustfmt::skip]
const T282: &str = "Whoever holds the credential clones and pushes the repositories that it was made for, and can change their pipelines.";
#[rustfmt::skip]
const T283: &str = "Whoever holds the credential downloads the internal packages of Artifactory and, if it may deploy, replaces them.";
#[rustfmt::skip]
const T284: &str = "Whoever holds the credential reaches the source code, pipelines and registries that it was made for, and through a pipeline the secrets of its variables.";
#[rustfmt::skip]
const T285: &str = "Whoever holds the credential reads and changes databases of the organisation, within its permissions.";
#[rustfmt::skip]
const T286: &str = "Whoever holds the credential reads and changes the issues, projects and comments of the workspace as its user.";
#[rustfmt::skip]
const T287: &str = "Whoever holds the credential reads and writes repositories, issues, packages and workflows as its owner, within its scopes. Pushing to a workflow file is enough to read the secrets of the pipeline.";
#[rustfmt::skip]
const T288: &str = "Whoever holds the credential reads the secrets, or changes the infrastructure, that its policies cover.";
#[rustfmt::skip]
const T289: &str = "Whoever holds the key calls Scaleway as its user or application, with all of their rights.";
#[rustfmt::skip]
const T290: &str = "Whoever holds the key calls every API that the application has subscribed to, at its owner's cost.";
#[rustfmt::skip]
const T291: &str = "Whoever holds the key deploys code to the apps of the account and reads their config vars, database passwords included.";
#[rustfmt::skip]
const T292: &str = "Whoever holds the key has full access to the data of the resource it belongs to; keys carry no identity, so the logs do not say who used it.";
#[rustfmt::skip]
const T293: &str = "Whoever holds the key pair calls Alibaba Cloud as its account or RAM user: machines, storage, databases, on your bill.";
#[rustfmt::skip]
const T294: &str = "Whoever holds the key pair calls Tencent Cloud as its account or sub-user, on your bill.";
#[rustfmt::skip]
const T295: &str = "Whoever holds the key reads and changes the project's data without regard to row level security, or administers the projects of its user.";
#[rustfmt::skip]
const T296: &str = "Whoever holds the key reads the collections and environments of its user, and the credentials in them.";
#[rustfmt::skip]
const T297: &str = "Whoever holds the key reads the events and persons of the projects that it covers, or changes their settings and feature flags.";
#[rustfmt::skip]
const T298: &str = "Whoever holds the key reads the rules of feature flags or, with an access token, changes them and so the behaviour of running software.";
#[rustfmt::skip]
const T299: &str = "Whoever holds the key reads the telemetry of the account, sends false data into it, or changes its settings, depending on the kind of key.";
#[rustfmt::skip]
const T300: &str = "Whoever holds the keys reads the metrics, logs and traces of the organisation, or sends false ones, and with an application key changes monitors and settings.";
#[rustfmt::skip]
const T301: &str = "Whoever holds the secret administers the Atlas projects of its service account or key: clusters, database users and network access.";
#[rustfmt::skip]
const T302: &str = "Whoever holds the secret and its key reads and writes the Kafka topics, or administers the resources, that the key covers.";
#[rustfmt::skip]
const T303: &str = "Whoever holds the token creates, reads and destroys droplets, databases and clusters of the team, within its scopes.";
#[rustfmt::skip]
const T304: &str = "Whoever holds the token deploys code to the projects that it covers and reads their environment variables.";
#[rustfmt::skip]
const T305: &str = "Whoever holds the token deploys to and opens shells in the apps that it covers and reads their secrets at run time.";
#[rustfmt::skip]
const T306: &str = "Whoever holds the token deploys to the sites of its user and reads their environment variables.";
#[rustfmt::skip]
const T307: &str = "Whoever holds the token installs private packages and, if it may publish, puts code into everything that depends on the packages of its owner.";
#[rustfmt::skip]
const T308: &str = "Whoever holds the token pulls private images and, if it may write, replaces the images that others run.";
#[rustfmt::skip]
const T309: &str = "Whoever holds the token reads and changes every page that was shared with the integration.";
#[rustfmt::skip]
const T310: &str = "Whoever holds the token reads and changes the issues, pages and attachments that its owner can, and often finds more credentials in them.";
#[rustfmt::skip]
const T311: &str = "Whoever holds the token reads and changes the records of the bases that it covers.";
#[rustfmt::skip]
const T312: &str = "Whoever holds the token reads and pushes source code, and by changing a pipeline gets at its service connections.";
#[rustfmt::skip]
const T313: &str = "Whoever holds the token reads builds and logs, starts builds, or receives their jobs, and with them the secrets of the pipeline.";
#[rustfmt::skip]
const T314: &str = "Whoever holds the token reads dashboards and queries their data sources, or changes them, as its role allows.";
#[rustfmt::skip]
const T315: &str = "Whoever holds the token reads error events, which hold request data of users, and changes releases or projects within its scopes.";
#[rustfmt::skip]
const T316: &str = "Whoever holds the token reads the analysed source code and its weaknesses, or uploads false results.";
#[rustfmt::skip]
const T317: &str = "Whoever holds the token reads the monitoring data of the environment or changes its configuration, within its scopes.";
#[rustfmt::skip]
const T318: &str = "Whoever holds the token triggers pipelines and reads their logs, configuration and artefacts, and can use the pipeline to print its secrets.";
#[rustfmt::skip]
const T319: &str = "Whoever reads the string has host, user and password in one: if the host can be reached, the data is theirs.";
#[rustfmt::skip]
const T320: &str = "With app key and partner secret, the holder reads bank accounts and transactions of all consumers who gave their consent to the partner.";
#[rustfmt::skip]
const T321: &str = "With client id and secret, an access token reads the bank accounts, balances and transactions of a person, and may start transfers.";
#[rustfmt::skip]
const T322: &str = "With key, secret and passphrase the holder signs orders and relayer transactions in the account's name; with the wallet's private key they empty it.";
#[rustfmt::skip]
const T323: &str = "With the API key, the holder reads and changes every board of the member who gave the token.";
#[rustfmt::skip]
const T324: &str = "With the client id, the holder obtains tokens that read card transactions and users of the company and may issue cards.";
#[rustfmt::skip]
const T325: &str = "With the public key, the holder reads and writes the project's traces: prompts, answers and what users typed.";
#[rustfmt::skip]
const T326: &str = "With the tokens beside it, the client secret signs requests that purge caches and change properties, DNS and security settings.";
#[rustfmt::skip]
const T327: &str = "WooCommerce";
#[rustfmt::skip]
const T328: &str = "X (Twitter)";
#[rustfmt::skip]
const T329: &str = "Yandex Cloud";
#[rustfmt::skip]
const T330: &str = "Zoho";
#[rustfmt::skip]
const T331: &str = "https://amplitude.com/docs/apis/authentication";
#[rustfmt::skip]
const T332: &str = "https://buildkite.com/docs/apis/managing-api-tokens";
#[rustfmt::skip]
const T333: &str = "https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html";
#[rustfmt::skip]
const T334: &str = "https://circleci.com/docs/managing-api-tokens/";
#[rustfmt::skip]
const T335: &str = "https://cloud.google.com/docs/authentication/api-keys";
#[rustfmt::skip]
const T336: &str = "https://console.settlemint.com/documentation/docs/using-platform/application-access-tokens";
#[rustfmt::skip]
const T337: &str = "https://console.settlemint.com/documentation/docs/using-platform/personal-access-tokens";
#[rustfmt::skip]
const T338: &str = "https://dev.mailjet.com/email/guides/";
#[rustfmt::skip]
const T339: &str = "https://devcenter.heroku.com/articles/authentication";
#[rustfmt::skip]
const T340: &str = "https://developer.1password.com/docs/service-accounts/";
#[rustfmt::skip]
const T341: &str = "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/";
#[rustfmt::skip]
const T342: &str = "https://developer.flutterwave.com/docs";
#[rustfmt::skip]
const T343: &str = "https://developer.hashicorp.com/vault/docs/concepts/tokens";
#[rustfmt::skip]
const T344: &str = "https://developer.mastercard.com/open-finance-us/documentation/";
#[rustfmt::skip]
const T345: &str = "https://developer.okta.com/docs/guides/create-an-api-token/main/";
#[rustfmt::skip]
const T346: &str = "https://developer.pagerduty.com/docs/authentication";
#[rustfmt::skip]
const T347: &str = "https://developer.paypal.com/api/rest/";
#[rustfmt::skip]
const T348: &str = "https://developer.paypal.com/api/rest/authentication/";
#[rustfmt::skip]
const T349: &str = "https://developer.paypal.com/braintree/docs/";
#[rustfmt::skip]
const T350: &str = "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_oauth_and_connected_apps.htm";
#[rustfmt::skip]
const T351: &str = "https://developer.squareup.com/docs/build-basics/access-tokens";
#[rustfmt::skip]
const T352: &str = "https://developer.squareup.com/docs/oauth-api/overview";
#[rustfmt::skip]
const T353: &str = "https://developer.x.com/en/docs/authentication/overview";
#[rustfmt::skip]
const T354: &str = "https://developers.asana.com/docs/personal-access-token";
#[rustfmt::skip]
const T355: &str = "https://developers.brevo.com/docs/getting-started";
#[rustfmt::skip]
const T356: &str = "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/";
#[rustfmt::skip]
const T357: &str = "https://developers.dropbox.com/oauth-guide";
#[rustfmt::skip]
const T358: &str = "https://developers.facebook.com/docs/facebook-login/guides/access-tokens/";
#[rustfmt::skip]
const T359: &str = "https://developers.facebook.com/docs/facebook-login/security/";
#[rustfmt::skip]
const T360: &str = "https://developers.google.com/identity/protocols/oauth2";
#[rustfmt::skip]
const T361: &str = "https://developers.hubspot.com/docs/guides/apps/private-apps/overview";
#[rustfmt::skip]
const T362: &str = "https://developers.mattermost.com/integrate/reference/personal-access-token/";
#[rustfmt::skip]
const T363: &str = "https://developers.miro.com/docs/";
#[rustfmt::skip]
const T364: &str = "https://developers.notion.com/docs/authorization";
#[rustfmt::skip]
const T365: &str = "https://discord.com/developers/docs/reference#authentication";
#[rustfmt::skip]
const T366: &str = "https://discord.com/developers/docs/resources/webhook";
#[rustfmt::skip]
const T367: &str = "https://docs.anthropic.com/en/api/overview";
#[rustfmt::skip]
const T368: &str = "https://docs.asaas.com/";
#[rustfmt::skip]
const T369: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html";
#[rustfmt::skip]
const T370: &str = "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html";
#[rustfmt::skip]
const T371: &str = "https://docs.cdp.coinbase.com/";
#[rustfmt::skip]
const T372: &str = "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html";
#[rustfmt::skip]
const T373: &str = "https://docs.customer.io/";
#[rustfmt::skip]
const T374: &str = "https://docs.datadoghq.com/account_management/api-app-keys/";
#[rustfmt::skip]
const T375: &str = "https://docs.digitalocean.com/reference/api/create-personal-access-token/";
#[rustfmt::skip]
const T376: &str = "https://docs.digitalocean.com/reference/api/oauth/";
#[rustfmt::skip]
const T377: &str = "https://docs.docker.com/security/access-tokens/";
#[rustfmt::skip]
const T378: &str = "https://docs.doppler.com/reference/auth-token-formats";
#[rustfmt::skip]
const T379: &str = "https://docs.dynatrace.com/docs/shortlink/api-authentication";
#[rustfmt::skip]
const T380: &str = "https://docs.dynatrace.com/docs/shortlink/token";
#[rustfmt::skip]
const T381: &str = "https://docs.easypost.com/docs/authentication";
#[rustfmt::skip]
const T382: &str = "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github";
#[rustfmt::skip]
const T383: &str = "https://docs.gitlab.com/security/tokens/";
#[rustfmt::skip]
const T384: &str = "https://docs.gitlab.com/user/profile/personal_access_tokens/";
#[rustfmt::skip]
const T385: &str = "https://docs.goshippo.com/docs/guides_general/authentication/";
#[rustfmt::skip]
const T386: &str = "https://docs.infura.io/";
#[rustfmt::skip]
const T387: &str = "https://docs.lob.com/";
#[rustfmt::skip]
const T388: &str = "https://docs.mapbox.com/help/getting-started/access-tokens/";
#[rustfmt::skip]
const T389: &str = "https://docs.mollie.com/reference/authentication";
#[rustfmt::skip]
const T390: &str = "https://docs.netlify.com/api/get-started/";
#[rustfmt::skip]
const T391: &str = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/";
#[rustfmt::skip]
const T392: &str = "https://docs.npmjs.com/about-access-tokens";
#[rustfmt::skip]
const T393: &str = "https://docs.npmjs.com/revoking-access-tokens";
#[rustfmt::skip]
const T394: &str = "https://docs.opsgenie.com/docs/authentication";
#[rustfmt::skip]
const T395: &str = "https://docs.pinecone.io/";
#[rustfmt::skip]
const T396: &str = "https://docs.polymarket.com/builders/api-keys";
#[rustfmt::skip]
const T397: &str = "https://docs.rainforestpay.com/docs/api-keys";
#[rustfmt::skip]
const T398: &str = "https://docs.ramp.com/";
#[rustfmt::skip]
const T399: &str = "https://docs.rapidapi.com/docs/keys";
#[rustfmt::skip]
const T400: &str = "https://docs.robinhood.com/crypto/trading/";
#[rustfmt::skip]
const T401: &str = "https://docs.segmentapis.com/";
#[rustfmt::skip]
const T402: &str = "https://docs.sentry.io/account/auth-tokens/";
#[rustfmt::skip]
const T403: &str = "https://docs.slack.dev/authentication/tokens";
#[rustfmt::skip]
const T404: &str = "https://docs.slack.dev/reference/methods/auth.revoke";
#[rustfmt::skip]
const T405: &str = "https://docs.smith.langchain.com/";
#[rustfmt::skip]
const T406: &str = "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/";
#[rustfmt::skip]
const T407: &str = "https://docs.stripe.com/keys";
#[rustfmt::skip]
const T408: &str = "https://docs.together.ai/";
#[rustfmt::skip]
const T409: &str = "https://docs.wandb.ai/";
#[rustfmt::skip]
const T410: &str = "https://documentation.mailgun.com/docs/mailgun/";
#[rustfmt::skip]
const T411: &str = "https://duffel.com/docs/api";
#[rustfmt::skip]
const T412: &str = "https://elevenlabs.io/docs/api-reference/authentication";
#[rustfmt::skip]
const T413: &str = "https://fly.io/docs/security/tokens/";
#[rustfmt::skip]
const T414: &str = "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/";
#[rustfmt::skip]
const T415: &str = "https://grafana.com/docs/grafana/latest/administration/service-accounts/";
#[rustfmt::skip]
const T416: &str = "https://help.openai.com/en/articles/5112595-best-practices-for-api-key-safety";
#[rustfmt::skip]
const T417: &str = "https://huggingface.co/docs/hub/security-tokens";
#[rustfmt::skip]
const T418: &str = "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens";
#[rustfmt::skip]
const T419: &str = "https://langfuse.com/docs";
#[rustfmt::skip]
const T420: &str = "https://launchdarkly.com/docs/home/account/api";
#[rustfmt::skip]
const T421: &str = "https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate";
#[rustfmt::skip]
const T422: &str = "https://learn.microsoft.com/azure/security/fundamentals/secrets-best-practices";
#[rustfmt::skip]
const T423: &str = "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas";
#[rustfmt::skip]
const T424: &str = "https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage";
#[rustfmt::skip]
const T425: &str = "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook";
#[rustfmt::skip]
const T426: &str = "https://learning.postman.com/docs/developer/postman-api/authentication/";
#[rustfmt::skip]
const T427: &str = "https://linear.app/developers/graphql";
#[rustfmt::skip]
const T428: &str = "https://mailchimp.com/developer/marketing/guides/quick-start/";
#[rustfmt::skip]
const T429: &str = "https://mailchimp.com/help/about-api-keys/";
#[rustfmt::skip]
const T430: &str = "https://plaid.com/docs/api/";
#[rustfmt::skip]
const T431: &str = "https://plaid.com/docs/api/items/";
#[rustfmt::skip]
const T432: &str = "https://planetscale.com/docs";
#[rustfmt::skip]
const T433: &str = "https://platform.openai.com/docs/api-reference/authentication";
#[rustfmt::skip]
const T434: &str = "https://polar.sh/docs/integrate/oat";
#[rustfmt::skip]
const T435: &str = "https://posthog.com/docs/api";
#[rustfmt::skip]
const T436: &str = "https://pusher.com/docs/channels/library_auth_reference/rest-api/";
#[rustfmt::skip]
const T437: &str = "https://pypi.org/help/#apitoken";
#[rustfmt::skip]
const T438: &str = "https://razorpay.com/docs/api/authentication/";
#[rustfmt::skip]
const T439: &str = "https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/";
#[rustfmt::skip]
const T440: &str = "https://render.com/docs/api";
#[rustfmt::skip]
const T441: &str = "https://scale.com/docs/api-reference/authentication";
#[rustfmt::skip]
const T442: &str = "https://segment.com/docs/api/public-api/";
#[rustfmt::skip]
const T443: &str = "https://shopify.dev/docs/apps/build/authentication-authorization";
#[rustfmt::skip]
const T444: &str = "https://supabase.com/docs/guides/api/api-keys";
#[rustfmt::skip]
const T445: &str = "https://support.airtable.com/docs/creating-personal-access-tokens";
#[rustfmt::skip]
const T446: &str = "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/";
#[rustfmt::skip]
const T447: &str = "https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/";
#[rustfmt::skip]
const T448: &str = "https://techdocs.akamai.com/developer/docs/edgegrid";
#[rustfmt::skip]
const T449: &str = "https://vercel.com/docs/rest-api";
#[rustfmt::skip]
const T450: &str = "https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication";
#[rustfmt::skip]
const T451: &str = "https://www.algolia.com/doc/guides/security/api-keys/";
#[rustfmt::skip]
const T452: &str = "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair";
#[rustfmt::skip]
const T453: &str = "https://www.checkout.com/docs/";
#[rustfmt::skip]
const T454: &str = "https://www.contentful.com/developers/docs/references/authentication/";
#[rustfmt::skip]
const T455: &str = "https://www.mongodb.com/docs/atlas/configure-api-access/";
#[rustfmt::skip]
const T456: &str = "https://www.plivo.com/docs/";
#[rustfmt::skip]
const T457: &str = "https://www.pubnub.com/docs/";
#[rustfmt::skip]
const T458: &str = "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1";
#[rustfmt::skip]
const T459: &str = "https://www.rfc-editor.org/rfc/rfc7468";
#[rustfmt::skip]
const T460: &str = "https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/";
#[rustfmt::skip]
const T461: &str = "https://www.tencentcloud.com/document/product/598";
#[rustfmt::skip]
const T462: &str = "https://www.twilio.com/docs/iam/api-keys";
#[rustfmt::skip]
const T463: &str = "https://www.twilio.com/docs/usage/requests-to-twilio";
#[rustfmt::skip]
const T464: &str = "https://www.zoho.com/accounts/protocol/oauth.html";
#[rustfmt::skip]
const T465: &str = "https://yandex.cloud/en/docs/iam/concepts/authorization/";
#[rustfmt::skip]
const T466: &str = "npm";

#[rustfmt::skip]
pub(super) static RULES: &[RuleSpec] = &[
    RuleSpec {
        info: RuleInfo {
            id: B("anthropic-api-key"),
            provider: B(T24),
            title: B("Anthropic API key"),
            description: B("Value of the `x-api-key` header. `sk-ant-api03-`, 93 characters, `AA`."),
            why: B(T257),
            revoke: B(T92),
            references: B(&[B(T367)]), tags: B(&[B("ai")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk-ant-api03-{{base64url:93}}AA")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-api-key: {{token}}"), B("{{token}}")]),
            negative: B(&[B("sk-ant-api03-{{base64url:90}}AA"), B("sk-ant-api03-{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("anthropic-admin-key"),
            provider: B(T24),
            title: B("Anthropic admin API key"),
            description: B("Manages members, workspaces and API keys of an organisation. `sk-ant-admin01-`, 93 characters, `AA`."),
            why: B(T257),
            revoke: B(T92),
            references: B(&[B(T367)]), tags: B(&[B("ai")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk-ant-admin01-{{base64url:93}}AA")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-api-key: {{token}}"), B("{{token}}")]),
            negative: B(&[B("sk-ant-admin01-{{base64url:90}}AA"), B("sk-ant-admin01-{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("anthropic-oauth-token"),
            provider: B(T24),
            title: B("Anthropic OAuth token"),
            description: B("Token of a Claude Code log-in: `sk-ant-oat01-` gives access, `sk-ant-ort01-` renews it. 93 characters and `AA` follow."),
            why: B(T257),
            revoke: B("Log the device out under Settings of the Claude account, https://claude.ai/settings."),
            references: B(&[B(T367)]), tags: B(&[B("ai")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk-ant-oat01-{{base64url:93}}AA"), B("sk-ant-ort01-{{base64url:93}}AA")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token:2}}")]),
            negative: B(&[B("sk-ant-oat01-{{base64url:90}}AA"), B("sk-ant-ort01-{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("assemblyai-api-key"),
            provider: B("AssemblyAI"),
            title: B("AssemblyAI API key"),
            description: B("Value of the Authorization header of the AssemblyAI API. 32 lower-case letters and digits under a name that speaks of AssemblyAI."),
            why: B("The holder transcribes at the owner's cost and reads the account's transcripts."),
            revoke: B("Regenerate the key at https://www.assemblyai.com/app/api-keys."),
            references: B(&[B("https://www.assemblyai.com/docs")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{lowernum:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("assemblyai"), B("assembly-ai")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ASSEMBLYAI_API_KEY={{token}}"), B("assembly_ai_token: {{token}}")]),
            negative: B(&[B("ASSEMBLYAI_API_KEY={{lowernum:30}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cerebras-api-key"),
            provider: B("Cerebras"),
            title: B("Cerebras API key"),
            description: B("Bearer key of the Cerebras inference API. `csk-` and 48 lower-case letters and digits."),
            why: B(T258),
            revoke: B("Delete the key under API keys at https://cloud.cerebras.ai."),
            references: B(&[B("https://inference-docs.cerebras.ai/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("csk-{{lowernum:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("csk-{{lowernum:40}}"), B("desk-{{lowernum:48}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cohere-api-key"),
            provider: B("Cohere"),
            title: B("Cohere API key"),
            description: B("Bearer key of the Cohere API. 40 letters and digits under a name that speaks of Cohere."),
            why: B("The holder runs models at the owner's cost and reads data sets and fine-tuned models."),
            revoke: B("Delete the key at https://dashboard.cohere.com/api-keys."),
            references: B(&[B("https://docs.cohere.com/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("cohere-api"), B("cohere-key"), B("cohere-token"), B("api.cohere"), B("co-api-key")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("COHERE_API_KEY={{token}}"), B("\"cohere_token\": \"{{token}}\"")]),
            negative: B(&[B("COHERE_API_KEY={{base62:38}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("deepgram-api-key"),
            provider: B("Deepgram"),
            title: B("Deepgram API key"),
            description: B("Value of the scheme `Token` on the Deepgram API. 40 hex characters under a name that speaks of Deepgram."),
            why: B("The holder transcribes at the owner's cost and, with an admin key, makes further keys."),
            revoke: B("Delete the key under API Keys of the project, https://console.deepgram.com."),
            references: B(&[B("https://developers.deepgram.com/docs/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("deepgram")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DEEPGRAM_API_KEY={{token}}"), B("deepgram_token: {{token}}")]),
            negative: B(&[B("DEEPGRAM_API_KEY={{hex:38}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("deepseek-api-key"),
            provider: B("DeepSeek"),
            title: B("DeepSeek API key"),
            description: B("Bearer key of the DeepSeek API, in a context that speaks of DeepSeek; others use the same form. `sk-` and 32 hex characters."),
            why: B(T258),
            revoke: B("Delete the key at https://platform.deepseek.com/api_keys."),
            references: B(&[B("https://api-docs.deepseek.com/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sk-{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("deepseek")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DEEPSEEK_API_KEY={{token}}"), B("curl https://api.deepseek.com/models -H 'Authorization: Bearer «sk-{{hex:32}}»'")]),
            negative: B(&[B("DEEPSEEK_API_KEY=sk-{{hex:30}}"), B("DEEPSEEK_API_KEY=task-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("elevenlabs-api-key"),
            provider: B(T102),
            title: B("ElevenLabs API key"),
            description: B("Value of the `xi-api-key` header. `sk_` and 48 hex characters."),
            why: B(T265),
            revoke: B(T76),
            references: B(&[B(T412)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bsk_[0-9a-f]{48}\\b")),
        anchors: B(&[B("sk_0"), B("sk_1"), B("sk_2"), B("sk_3"), B("sk_4"), B("sk_5"), B("sk_6"), B("sk_7"), B("sk_8"), B("sk_9"), B("sk_a"), B("sk_b"), B("sk_c"), B("sk_d"), B("sk_e"), B("sk_f")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 51,
        examples: Examples {
            positive: B(&[B("xi-api-key: «sk_{{hex:48}}»"), B("«sk_{{hex:48}}»")]),
            negative: B(&[B("sk_{{hex:46}}"), B("task_{{hex:48}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("elevenlabs-legacy-api-key"),
            provider: B(T102),
            title: B("ElevenLabs API key (older form)"),
            description: B("Value of the `xi-api-key` header without a prefix. 32 hex characters under that name or one that speaks of ElevenLabs."),
            why: B(T265),
            revoke: B(T76),
            references: B(&[B(T412)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("elevenlabs"), B("xi-api-key")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("xi-api-key: {{token}}"), B("ELEVENLABS_API_KEY={{token}}")]),
            negative: B(&[B("xi-api-key: {{hex:31}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("firecrawl-api-key"),
            provider: B("Firecrawl"),
            title: B("Firecrawl API key"),
            description: B("Bearer key of the Firecrawl API. `fc-` and 32 hex characters."),
            why: B("The holder crawls pages at the owner's cost and reads the results."),
            revoke: B("Delete the key at https://www.firecrawl.dev/app/api-keys."),
            references: B(&[B("https://docs.firecrawl.dev/")]), tags: B(&[B("ai")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("fc-{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("fc-{{hex:30}}"), B("rfc-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("fireworks-api-key"),
            provider: B("Fireworks AI"),
            title: B("Fireworks AI API key"),
            description: B("Bearer key of the Fireworks API. `fw_` and 24 letters and digits."),
            why: B("The holder runs models at the owner's cost and reads or replaces the account's deployments."),
            revoke: B("Delete the key at https://app.fireworks.ai/settings/users/api-keys."),
            references: B(&[B("https://docs.fireworks.ai/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("fw_{{base62:24}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("FIREWORKS_API_KEY={{token}}")]),
            negative: B(&[B("fw_{{base62:22}}"), B("gfw_{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("groq-api-key"),
            provider: B("Groq"),
            title: B("Groq API key"),
            description: B("Bearer key of the Groq API. `gsk_` and 52 letters and digits."),
            why: B(T258),
            revoke: B("Delete the key at https://console.groq.com/keys."),
            references: B(&[B("https://console.groq.com/docs/overview")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("gsk_{{base62:52}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("gsk_{{base62:50}}"), B("bgsk_{{base62:52}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("huggingface-access-token"),
            provider: B(T116),
            title: B("Hugging Face user access token"),
            description: B("Bearer token of the Hub and its inference services. `hf_` and 34 letters."),
            why: B(T252),
            revoke: B(T118),
            references: B(&[B(T417)]), tags: B(&[B("ai")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("hf_{{alpha:34}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("hf_{{alpha:30}}"), B("shelf_{{alpha:34}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("huggingface-organization-token"),
            provider: B(T116),
            title: B("Hugging Face organization API token"),
            description: B("Token of an organisation, of an older kind. `api_org_` and 34 letters."),
            why: B(T252),
            revoke: B(T118),
            references: B(&[B(T417)]), tags: B(&[B("ai")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("api_org_{{alpha:34}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("HF_ORG_TOKEN={{token}}")]),
            negative: B(&[B("api_org_{{alpha:20}}"), B("my_api_org_{{alpha:34}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("jina-api-key"),
            provider: B("Jina AI"),
            title: B("Jina AI API key"),
            description: B("Bearer key of the Jina search foundation APIs. `jina_` and 60 letters and digits."),
            why: B("The holder computes embeddings and reads pages at the owner's cost."),
            revoke: B("Revoke the key in the API dashboard, https://jina.ai/api-dashboard."),
            references: B(&[B("https://jina.ai/embeddings/")]), tags: B(&[B("ai")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("jina_{{base62:60}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("jina_{{base62:50}}"), B("ajina_{{base62:60}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("langfuse-secret-key"),
            provider: B(T125),
            title: B("Langfuse secret key"),
            description: B("Password of HTTP Basic on the Langfuse API. `sk-lf-` and a UUID."),
            why: B(T325),
            revoke: B(T69),
            references: B(&[B(T419)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sk-lf-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("langfuse-public-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("LANGFUSE_SECRET_KEY={{token}}"), B("{{token}}")]),
            negative: B(&[B("sk-lf-{{hex:8}}-{{hex:4}}"), B("sk-lf-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("langfuse-public-key"),
            provider: B(T125),
            title: B("Langfuse public key"),
            description: B("User name of HTTP Basic on the Langfuse API. `pk-lf-` and a UUID. No secret by itself."),
            why: B(T325),
            revoke: B(T69),
            references: B(&[B(T419)]), tags: B(&[B("ai")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("pk-lf-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("LANGFUSE_PUBLIC_KEY={{token}}"), B("{{token}}")]),
            negative: B(&[B("pk-lf-{{hex:8}}-{{hex:4}}"), B("pk-lf-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("langsmith-personal-access-token"),
            provider: B(T124),
            title: B("LangSmith personal access token"),
            description: B("Value of the `x-api-key` header, with the rights of a user. `lsv2_pt_`, 32 and 10 hex characters."),
            why: B(T245),
            revoke: B(T78),
            references: B(&[B(T405)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("lsv2_pt_{{hex:32}}_{{hex:10}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-api-key: {{token}}"), B("{{token}}")]),
            negative: B(&[B("lsv2_pt_{{hex:32}}"), B("lsv2_pt_{{hex:30}}_{{hex:10}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("langsmith-service-key"),
            provider: B(T124),
            title: B("LangSmith service key"),
            description: B("Value of the `x-api-key` header, with the rights of a service. `lsv2_sk_`, 32 and 10 hex characters."),
            why: B(T245),
            revoke: B(T78),
            references: B(&[B(T405)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("lsv2_sk_{{hex:32}}_{{hex:10}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-api-key: {{token}}"), B("{{token}}")]),
            negative: B(&[B("lsv2_sk_{{hex:32}}"), B("lsv2_sk_{{hex:30}}_{{hex:10}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mistral-api-key"),
            provider: B("Mistral AI"),
            title: B("Mistral AI API key"),
            description: B("Bearer key of the Mistral API. 32 letters and digits under a name that speaks of Mistral."),
            why: B("The holder runs models at the owner's cost and reads uploaded files and fine-tuned models."),
            revoke: B("Delete the key at https://console.mistral.ai/api-keys."),
            references: B(&[B("https://docs.mistral.ai/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mistral")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MISTRAL_API_KEY={{token}}"), B("\"mistral_key\": \"{{token}}\"")]),
            negative: B(&[B("MISTRAL_API_KEY={{base62:30}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("nvidia-api-key"),
            provider: B("NVIDIA"),
            title: B("NVIDIA API key"),
            description: B("Bearer key of the NVIDIA API catalogue (NIM). `nvapi-` and 60 to 70 characters."),
            why: B("The holder runs hosted models at the owner's cost and pulls the containers and models of the organisation."),
            revoke: B("Delete the key at https://org.ngc.nvidia.com/setup/api-keys."),
            references: B(&[B("https://docs.api.nvidia.com/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("nvapi-{{base64url:60-70}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("nvapi-{{base64url:40}}"), B("xnvapi-{{base64url:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("openai-api-key"),
            provider: B(T144),
            title: B("OpenAI API key (user key)"),
            description: B("Bearer key of the older kind, which acts for a user in all of their projects. `sk-`, 20 characters, the mark `T3BlbkFJ` (base64 of OpenAI), 20 characters."),
            why: B(T256),
            revoke: B(T65),
            references: B(&[B(T433), B(T416)]), tags: B(&[B("ai"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bsk-(?:None-)?[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}\\b")),
        anchors: B(&[B("T3BlbkFJ")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 56,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer «sk-{{base62:20}}T3BlbkFJ{{base62:20}}»"), B("«sk-None-{{base62:20}}T3BlbkFJ{{base62:20}}»")]),
            negative: B(&[B("sk-{{base62:48}}"), B("sk-{{base62:20}}T3BlbkFJ{{base62:12}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("openai-project-key"),
            provider: B(T144),
            title: B("OpenAI project API key"),
            description: B("Bearer key of one project. `sk-proj-`, 74, 58 or 20 characters, the mark `T3BlbkFJ`, as many again."),
            why: B(T256),
            revoke: B(T65),
            references: B(&[B(T433), B(T416)]), tags: B(&[B("ai"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk-proj-{{base64url:74}}T3BlbkFJ{{base64url:74}}"), B("sk-proj-{{base64url:58}}T3BlbkFJ{{base64url:58}}"), B("sk-proj-{{base62:20}}T3BlbkFJ{{base62:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("OPENAI_API_KEY={{token}}"), B("Bearer {{token:3}}")]),
            negative: B(&[B("sk-proj-{{base64url:156}}"), B("sk-proj-{{base64url:74}}T3BlbkFJ{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("openai-service-account-key"),
            provider: B(T144),
            title: B("OpenAI service account key"),
            description: B("Bearer key of a project's service account, which outlives its creator. `sk-svcacct-`, 74, 58 or 20 characters, the mark `T3BlbkFJ`, as many again."),
            why: B(T256),
            revoke: B(T65),
            references: B(&[B(T433), B(T416)]), tags: B(&[B("ai"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk-svcacct-{{base64url:74}}T3BlbkFJ{{base64url:74}}"), B("sk-svcacct-{{base64url:58}}T3BlbkFJ{{base64url:58}}"), B("sk-svcacct-{{base62:20}}T3BlbkFJ{{base62:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("OPENAI_API_KEY={{token:2}}")]),
            negative: B(&[B("sk-svcacct-{{base64url:156}}"), B("sk-svcacct-{{base64url:58}}T3BlbkFJ{{base64url:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("openai-admin-key"),
            provider: B(T144),
            title: B("OpenAI admin API key"),
            description: B("Manages members, projects and keys of an organisation. `sk-admin-`, 58 or 74 characters, the mark `T3BlbkFJ`, as many again."),
            why: B(T256),
            revoke: B(T65),
            references: B(&[B(T433), B(T416)]), tags: B(&[B("ai"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk-admin-{{base64url:58}}T3BlbkFJ{{base64url:58}}"), B("sk-admin-{{base64url:74}}T3BlbkFJ{{base64url:74}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer {{token:2}}")]),
            negative: B(&[B("sk-admin-{{base64url:124}}"), B("sk-admin-{{base64url:58}}T3BlbkFJ{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("openrouter-api-key"),
            provider: B("OpenRouter"),
            title: B("OpenRouter API key"),
            description: B("Bearer key of the OpenRouter API. `sk-or-v1-` and 64 hex characters."),
            why: B("The holder runs models of many vendors at the owner's cost."),
            revoke: B("Delete the key at https://openrouter.ai/settings/keys."),
            references: B(&[B("https://openrouter.ai/docs/api-reference/authentication")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sk-or-v1-{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("sk-or-v1-{{hex:60}}"), B("ask-or-v1-{{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("perplexity-api-key"),
            provider: B("Perplexity"),
            title: B("Perplexity API key"),
            description: B("Bearer key of the Perplexity API. `pplx-` and 48 letters and digits."),
            why: B("The holder runs searches and models at the owner's cost."),
            revoke: B("Delete the key at https://www.perplexity.ai/settings/api. See https://docs.perplexity.ai/."),
            references: B(&[B("https://docs.perplexity.ai/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("pplx-{{base62:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("pplx-{{base62:40}}"), B("xpplx-{{base62:48}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pinecone-api-key"),
            provider: B(T148),
            title: B("Pinecone API key"),
            description: B("Value of the `Api-Key` header of a project. `pcsk_`, 5 or 6 characters, an underscore, 63 characters."),
            why: B(T253),
            revoke: B(T72),
            references: B(&[B(T395)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("pcsk_{{base62:5-6}}_{{base62:63}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Api-Key: {{token}}"), B("{{token}}")]),
            negative: B(&[B("pcsk_{{base62:6}}_{{base62:50}}"), B("pcsk_{{base62:70}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pinecone-legacy-api-key"),
            provider: B(T148),
            title: B("Pinecone API key (older form)"),
            description: B("Value of the `Api-Key` header of a project. A UUID under a name that speaks of a Pinecone key."),
            why: B(T253),
            revoke: B(T72),
            references: B(&[B(T395)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("pinecone-api"), B("pinecone-key"), B("pinecone-token")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PINECONE_API_KEY={{token}}"), B("pinecone_key: {{token}}")]),
            negative: B(&[B("PINECONE_API_KEY={{hex:32}}"), B("pinecone_project={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pollinations-secret-key"),
            provider: B("Pollinations"),
            title: B("Pollinations secret key"),
            description: B("Bearer key for servers. `sk_` and 32 letters and digits, beside the name or host of Pollinations."),
            why: B("The holder generates text, images and video on the owner's balance."),
            revoke: B("Delete the key at https://enter.pollinations.ai"),
            references: B(&[B("https://enter.pollinations.ai")]), tags: B(&[B("ai")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("sk_{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("pollinations")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("POLLINATIONS_API_KEY={{token}}"), B("pollinations_token: {{token}}")]),
            negative: B(&[B("POLLINATIONS_API_KEY=sk_{{base62:20}}"), B("other_key={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-ai-api-key"),
            provider: B("Private AI"),
            title: B("Private AI API key"),
            description: B("Value of the header `x-api-key` of the hosted de-identification API. 32 lower-case letters and digits under a name or with a host of Private AI."),
            why: B("The holder spends the owner's quota for finding and removing personal data in text."),
            revoke: B("Replace the key in the Private AI portal; see https://docs.private-ai.com/"),
            references: B(&[B("https://docs.private-ai.com/")]), tags: B(&[B("ai")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{lowernum:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("private-ai-api-key"), B("private-ai-key"), B("private-ai-token"), B("private-ai-api-token"), B("private-ai-api")]), hosts: B(&[B("api.private-ai.com")]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PRIVATE_AI_API_KEY={{token}}"), B("privateai-token: {{token}}")]),
            negative: B(&[B("PRIVATE_AI_API_KEY={{lowernum:30}}"), B("private_airtable_view={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("promptlayer-api-key"),
            provider: B("PromptLayer"),
            title: B("PromptLayer API key"),
            description: B("Value of the header `X-API-KEY`. `pl_` and 20 to 64 letters and digits, beside the name or host of PromptLayer."),
            why: B("The holder reads the logged prompts and answers, which hold users' data, and changes the prompts that run in production."),
            revoke: B("Delete the key in the workspace's settings; see https://docs.promptlayer.com/"),
            references: B(&[B("https://docs.promptlayer.com/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("pl_{{base62:20-64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("promptlayer")]), hosts: B(&[]), entropy: 2.5931568569324175, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PROMPTLAYER_API_KEY={{token}}"), B("promptlayer_key: {{token}}")]),
            negative: B(&[B("PROMPTLAYER_API_KEY=pl_{{base62:8}}"), B("playlist={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("replicate-api-token"),
            provider: B("Replicate"),
            title: B("Replicate API token"),
            description: B("Bearer token of the Replicate API. `r8_` and 37 letters and digits."),
            why: B("The holder runs models at the owner's cost and reads private models and predictions."),
            revoke: B("Disable the token at https://replicate.com/account/api-tokens"),
            references: B(&[B("https://replicate.com/docs/reference/http")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("r8_{{base62:37}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.12567201937737, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Token {{token}}"), B("{{token}}")]),
            negative: B(&[B("r8_{{base62:30}}"), B("uint_r8_{{base62:37}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("retell-api-key"),
            provider: B("Retell AI"),
            title: B("Retell AI API key"),
            description: B("Bearer key of the Retell API. `key_` and 28 hex characters, beside the name or host of Retell."),
            why: B("The holder places and listens to phone calls of the owner's agents, reads their transcripts, and verifies or forges webhooks."),
            revoke: B("Delete the key under Settings > API Keys in the dashboard; see https://docs.retellai.com/accounts/api-keys-overview"),
            references: B(&[B("https://docs.retellai.com/accounts/api-keys-overview")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("key_{{hexi:28}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("retell")]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("RETELL_API_KEY={{token}}"), B("retellai-key: {{token}}")]),
            negative: B(&[B("RETELL_API_KEY=key_{{hex:20}}"), B("pagination={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("runpod-api-key"),
            provider: B("RunPod"),
            title: B("RunPod API key"),
            description: B("Bearer key of the RunPod API. `rpa_` and 46 letters and digits."),
            why: B("The holder starts machines at the owner's cost and reaches into those that run."),
            revoke: B("Disable or delete the key under Settings > API Keys, https://console.runpod.io/user/settings"),
            references: B(&[B("https://docs.runpod.io/get-started/api-keys")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("rpa_{{base62:46}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.3141371736342076, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("rpa_{{base62:40}}"), B("sherpa_{{base62:46}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("runway-api-key"),
            provider: B("Runway"),
            title: B("Runway API key"),
            description: B("Bearer key of the Runway API, usually kept as `RUNWAYML_API_SECRET`. `key_` and 128 hex characters."),
            why: B("The holder generates video and images with the organisation's prepaid credits."),
            revoke: B("Disable the key on the API Keys tab of the developer portal; see https://docs.dev.runwayml.com/guides/setup"),
            references: B(&[B("https://docs.dev.runwayml.com/guides/setup")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("key_{{hexi:128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("RUNWAYML_API_SECRET={{token}}"), B("Authorization: Bearer {{token}}")]),
            negative: B(&[B("key_{{hex:64}}"), B("monkey_{{hex:128}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("scale-live-api-key"),
            provider: B(T217),
            title: B("Scale AI live API key"),
            description: B("User name of HTTP Basic, in live mode. `live_` and 32 hex characters, beside the name or host of Scale."),
            why: B("The holder reads the labelled data of the projects and orders tasks at the owner's cost."),
            revoke: B(T176),
            references: B(&[B(T441)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("live_{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("scale")]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SCALE_API_KEY={{token}}"), B("scale-ai-key: {{token}}")]),
            negative: B(&[B("SCALE_API_KEY=live_{{hex:30}}"), B("other_key={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("scale-test-api-key"),
            provider: B(T217),
            title: B("Scale AI test API key"),
            description: B("User name of HTTP Basic, in test mode, where no person works on the tasks. `test_` and 32 hex characters, beside the name or host of Scale."),
            why: B("The holder makes and reads test tasks."),
            revoke: B(T176),
            references: B(&[B(T441)]), tags: B(&[B("ai")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("test_{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("scale")]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SCALE_API_KEY={{token}}"), B("scale-ai-key: {{token}}")]),
            negative: B(&[B("SCALE_API_KEY=test_{{hex:30}}"), B("other_key={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("siliconflow-api-key"),
            provider: B("SiliconFlow"),
            title: B("SiliconFlow API key"),
            description: B("Bearer key of the model API. `sk-` and 48 letters and digits, beside the name or host of SiliconFlow."),
            why: B("The holder runs models on the owner's balance."),
            revoke: B("Delete the key at https://cloud.siliconflow.cn/account/ak"),
            references: B(&[B("https://docs.siliconflow.cn/")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sk-{{base62:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("siliconflow")]), hosts: B(&[]), entropy: 3.3509775004326934, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SILICONFLOW_API_KEY={{token}}"), B("siliconflow-key: {{token}}")]),
            negative: B(&[B("SILICONFLOW_API_KEY=sk-{{base62:30}}"), B("other_key={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("stability-api-key"),
            provider: B("Stability AI"),
            title: B("Stability AI API key"),
            description: B("Bearer key of the Stability API, in a context that speaks of Stability. `sk-` and 48 letters and digits."),
            why: B("The holder makes images at the owner's cost."),
            revoke: B("Delete the key at https://platform.stability.ai/account/keys."),
            references: B(&[B("https://platform.stability.ai/docs/api-reference")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sk-{{base62:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("stability-ai"), B("stability-api"), B("stability-key"), B("dreamstudio")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("STABILITY_API_KEY={{token}}"), B("dreamstudio: {{token}}")]),
            negative: B(&[B("STABILITY_API_KEY=sk-{{base62:40}}"), B("request={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("tavily-api-key"),
            provider: B("Tavily"),
            title: B("Tavily API key"),
            description: B("Bearer key of the Tavily search API. `tvly-`, in newer keys the environment, and 32 letters and digits."),
            why: B("The holder runs web searches at the owner's cost."),
            revoke: B("Delete the key at https://app.tavily.com/home."),
            references: B(&[B("https://docs.tavily.com/")]), tags: B(&[B("ai")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("tvly-{{base62:32}}"), B("tvly-dev-{{base62:32}}"), B("tvly-prod-{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token:2}}")]),
            negative: B(&[B("tvly-{{base62:30}}"), B("xtvly-{{base62:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("together-api-key"),
            provider: B(T268),
            title: B("Together AI API key"),
            description: B("Bearer key of the Together API. `tgp_v1_` and 43 characters."),
            why: B(T255),
            revoke: B(T59),
            references: B(&[B(T408)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("tgp_v1_{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("tgp_v1_{{base64url:40}}"), B("xtgp_v1_{{base64url:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("together-legacy-api-key"),
            provider: B(T268),
            title: B("Together AI API key (older form)"),
            description: B("Bearer key of the Together API without a prefix. 64 hex characters under a name that speaks of Together AI."),
            why: B(T255),
            revoke: B(T59),
            references: B(&[B(T408)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("together-api"), B("together-ai"), B("together-key")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TOGETHER_API_KEY={{token}}"), B("togetherai_token: {{token}}")]),
            negative: B(&[B("TOGETHER_API_KEY={{hex:60}}"), B("sha256={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("voyage-api-key"),
            provider: B("Voyage AI"),
            title: B("Voyage AI API key"),
            description: B("Bearer key of the Voyage API. `pa-` (or `al-` for keys made in MongoDB Atlas) and 43 characters."),
            why: B("The holder computes embeddings at the owner's cost."),
            revoke: B("Delete the key under API keys at https://dashboard.voyageai.com."),
            references: B(&[B("https://docs.voyageai.com/docs/api-key-and-installation")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("pa-{{base64url:43}}"), B("al-{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.1, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("VOYAGE_API_KEY={{token:2}}")]),
            negative: B(&[B("pa-{{base64url:40}}"), B("spa-{{base64url:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("wandb-api-key"),
            provider: B(T274),
            title: B("Weights & Biases API key"),
            description: B("Key of a user. 40 hex characters under a name that speaks of wandb."),
            why: B(T242),
            revoke: B(T66),
            references: B(&[B(T409)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("wandb"), B("weights-and-biases"), B("weights-biases")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("WANDB_API_KEY={{token}}"), B("wandb_key: {{token}}")]),
            negative: B(&[B("WANDB_API_KEY={{hex:38}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("wandb-api-key-v1"),
            provider: B(T274),
            title: B("Weights & Biases API key (v1)"),
            description: B("Key of a user or service account in the newer form. `wandb_v1_` and 77 characters."),
            why: B(T242),
            revoke: B(T66),
            references: B(&[B(T409)]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("wandb_v1_{{base64url:77}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("WANDB_API_KEY={{token}}"), B("{{token}}")]),
            negative: B(&[B("wandb_v1_{{base64url:60}}"), B("xwandb_v1_{{base64url:77}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("xai-api-key"),
            provider: B("xAI"),
            title: B("xAI API key"),
            description: B("Bearer key of the Grok models. `xai-` and about 80 letters and digits."),
            why: B(T258),
            revoke: B("Delete the key at https://console.x.ai. See https://docs.x.ai/docs/overview."),
            references: B(&[B("https://docs.x.ai/docs/overview")]), tags: B(&[B("ai")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("xai-{{base62:70-120}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("xai-{{base62:40}}"), B("maxai-{{base62:80}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("akamai-client-secret"),
            provider: B(T18),
            title: B("Akamai EdgeGrid client secret"),
            description: B("Signs EdgeGrid requests. 44 characters of base64 under a name that speaks of Akamai or EdgeGrid."),
            why: B(T326),
            revoke: B(T49),
            references: B(&[B(T448)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64:43}}=")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("akamai"), B("edgegrid"), B("edgerc")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("akamai-token")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("AKAMAI_CLIENT_SECRET={{token}}"), B("edgegrid_secret: {{token}}")]),
            negative: B(&[B("AKAMAI_CLIENT_SECRET={{base64:30}}="), B("digest={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("akamai-token"),
            provider: B(T18),
            title: B("Akamai EdgeGrid client or access token"),
            description: B("Names the API client or its access. `akab-`, 16 or more lower-case letters and digits, a hyphen, 5 or more. No secret by itself; a host name of the same form is left out."),
            why: B(T326),
            revoke: B(T49),
            references: B(&[B(T448)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\b(?P<secret>akab-[a-z0-9]{16,40}-[a-z0-9]{5,16})(?:[^A-Za-z0-9_.-]|$)")),
        anchors: B(&[B("akab-")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 63,
        examples: Examples {
            positive: B(&[B("client_token=«akab-{{lowernum:16}}-{{lowernum:16}}»"), B("«akab-{{lowernum:24}}-{{lowernum:6}}»")]),
            negative: B(&[B("akab-{{lowernum:16}}-{{lowernum:16}}.luna.akamaiapis.net"), B("akab-{{lowernum:10}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("alchemy-url-key"),
            provider: B("Alchemy"),
            title: B("Alchemy API key in a URL"),
            description: B("Last part of an Alchemy endpoint: `…g.alchemy.com/v2/` or `…alchemyapi.io/v2/` and 24 to 64 characters."),
            why: B("The holder sends blockchain requests at the owner's quota."),
            revoke: B("Rotate the key of the app in the dashboard, https://dashboard.alchemy.com. See https://www.alchemy.com/docs/."),
            references: B(&[B("https://www.alchemy.com/docs/")]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\b[a-z0-9-]{2,40}\\.(?:g\\.alchemy\\.com|alchemyapi\\.io)/(?:nft/)?v[23]/(?P<secret>[A-Za-z0-9_-]{24,64})(?:[^A-Za-z0-9_-]|$)")),
        anchors: B(&[B(".g.alchemy.com/"), B(".alchemyapi.io/")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 127,
        examples: Examples {
            positive: B(&[B("https://eth-mainnet.g.alchemy.com/v2/«{{base64url:32}}»"), B("wss://eth-goerli.alchemyapi.io/v2/«{{base64url:32}}»")]),
            negative: B(&[B("https://eth-mainnet.g.alchemy.com/v2/demo"), B("https://eth-mainnet.g.alchemy.com/v2/{{base62:12}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("algolia-admin-api-key"),
            provider: B(T19),
            title: B("Algolia admin API key"),
            description: B("Key with all rights. 32 hex characters under a name that speaks of Algolia and of admin or write."),
            why: B(T23),
            revoke: B(T170),
            references: B(&[B(T451)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("algolia-admin"), B("algolia-write"), B("algolia-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ALGOLIA_ADMIN_KEY={{token}}"), B("algolia_write_api_key: {{token}}")]),
            negative: B(&[B("ALGOLIA_ADMIN_KEY={{hex:31}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("algolia-api-key"),
            provider: B(T19),
            title: B("Algolia API key"),
            description: B("Value of the header X-Algolia-API-Key; its rights cannot be told from its form. 32 hex characters under such a name."),
            why: B(T23),
            revoke: B(T170),
            references: B(&[B(T451)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("algolia-api-key"), B("algolia-key"), B("algolia-token")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("X-Algolia-API-Key: {{token}}"), B("ALGOLIA_API_KEY={{token}}")]),
            negative: B(&[B("X-Algolia-API-Key: {{hex:30}}"), B("algolia_index={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("amplitude-secret-key"),
            provider: B(T22),
            title: B("Amplitude secret key"),
            description: B("Password of HTTP Basic on the export and dashboard APIs. 32 hex characters under a name such as `amplitude_secret_key`."),
            why: B(T120),
            revoke: B(T210),
            references: B(&[B(T331)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("amplitude-secret"), B("amplitude-secret-key"), B("amplitude-api-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("amplitude-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("AMPLITUDE_SECRET_KEY={{token}}"), B("amplitude_secret: {{token}}")]),
            negative: B(&[B("AMPLITUDE_SECRET_KEY={{hex:30}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("amplitude-api-key"),
            provider: B(T22),
            title: B("Amplitude API key"),
            description: B("Names the project when events are sent; public in every client. 32 hex characters under a name such as `amplitude_api_key`."),
            why: B(T120),
            revoke: B(T210),
            references: B(&[B(T331)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("amplitude-api-key"), B("amplitude-key")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("AMPLITUDE_API_KEY={{token}}"), B("amplitude_key: {{token}}")]),
            negative: B(&[B("AMPLITUDE_API_KEY={{hex:30}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("apify-api-token"),
            provider: B("Apify"),
            title: B("Apify API token"),
            description: B("Bearer token or query parameter of the Apify API. `apify_api_` and 34 to 38 letters and digits."),
            why: B("The holder runs actors at the owner's cost and reads their data sets."),
            revoke: B("Delete the token under Settings > API & Integrations, https://console.apify.com/settings/integrations."),
            references: B(&[B("https://docs.apify.com/platform/integrations/api")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("apify_api_{{base62:34-38}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://api.apify.com/v2/acts?token={{token}}"), B("{{token}}")]),
            negative: B(&[B("apify_api_{{base62:30}}"), B("my_apify_api_{{base62:36}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("asana-personal-access-token"),
            provider: B(T26),
            title: B("Asana personal access token"),
            description: B("Bearer token of a user, in a context that speaks of Asana. A version digit, one or two numeric ids after slashes, a colon, 32 hex characters."),
            why: B(T237),
            revoke: B(T84),
            references: B(&[B(T354)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{[01]:1}}/{{digit:14-16}}:{{hexi:32}}"), B("{{[2]:1}}/{{digit:14-17}}/{{digit:14-17}}:{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("asana")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ASANA_TOKEN={{token}}"), B("asana_access_token={{token:2}}")]),
            negative: B(&[B("ASANA_TOKEN=1/{{digit:16}}"), B("ratio={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("asana-client-secret"),
            provider: B(T26),
            title: B("Asana client secret"),
            description: B("Password of an Asana app. 32 hex characters under a name such as `asana_client_secret`."),
            why: B(T237),
            revoke: B(T84),
            references: B(&[B(T354)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("asana-client-secret"), B("asana-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("asana-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ASANA_CLIENT_SECRET={{token}}"), B("asana_secret: {{token}}")]),
            negative: B(&[B("ASANA_CLIENT_SECRET={{hex:30}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("asana-client-id"),
            provider: B(T26),
            title: B("Asana client ID"),
            description: B("Names an Asana app. 16 digits under a name such as `asana_client_id`. No secret by itself."),
            why: B(T237),
            revoke: B(T84),
            references: B(&[B(T354)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{digit:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("asana-client-id"), B("asana-app-id")]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ASANA_CLIENT_ID={{token}}"), B("asana_app_id: {{token}}")]),
            negative: B(&[B("ASANA_CLIENT_ID={{digit:12}}"), B("card={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("auth0-client-secret"),
            provider: B("Auth0"),
            title: B("Auth0 client secret"),
            description: B("Password of an Auth0 application. 64 or more characters under a name such as `auth0_client_secret`."),
            why: B("The holder obtains tokens of the application; with a machine-to-machine app that may be the Management API and so every user."),
            revoke: B("Rotate the secret in the application's settings. See https://auth0.com/docs/get-started/applications/rotate-client-secret."),
            references: B(&[B("https://auth0.com/docs/get-started/applications/rotate-client-secret")]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:64-128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("auth0-client-secret"), B("auth0-secret"), B("auth0-m2m-secret"), B("auth0-management-client-secret")]), hosts: B(&[]), entropy: 4.3, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("AUTH0_CLIENT_SECRET={{token}}"), B("\"auth0_secret\": \"{{token}}\"")]),
            negative: B(&[B("AUTH0_CLIENT_SECRET={{base64url:40}}"), B("digest={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("beamer-api-key"),
            provider: B("Beamer"),
            title: B("Beamer API key"),
            description: B("Value of the header Beamer-Api-Key. `b_` and 44 characters under a name that speaks of Beamer."),
            why: B("The holder publishes posts to all users of the product and reads their feedback."),
            revoke: B("Delete the key under Settings > API in the Beamer dashboard, https://app.getbeamer.com/settings."),
            references: B(&[B("https://www.getbeamer.com/api")]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[b]:1}}{{[_]:1}}{{[A-Za-z0-9=_-]:44}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("beamer")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Beamer-Api-Key: {{token}}"), B("BEAMER_API_KEY={{token}}")]),
            negative: B(&[B("Beamer-Api-Key: b_{{base62:30}}"), B("cursor={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("bitly-access-token"),
            provider: B("Bitly"),
            title: B("Bitly access token"),
            description: B("Bearer token of the Bitly API. 40 hex characters under a name that speaks of Bitly."),
            why: B("The holder redirects the owner's short links elsewhere and reads their statistics."),
            revoke: B("Deactivate the token under Settings > API, https://app.bitly.com/settings/api/. See https://dev.bitly.com/docs/getting-started/authentication/."),
            references: B(&[B("https://dev.bitly.com/docs/getting-started/authentication/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("bitly")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("BITLY_ACCESS_TOKEN={{token}}"), B("https://api-ssl.bitly.com/v3/shorten?access_token={{token}}")]),
            negative: B(&[B("BITLY_ACCESS_TOKEN={{hex:38}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("box-access-token"),
            provider: B("Box"),
            title: B("Box developer or access token"),
            description: B("Bearer token of an hour. 32 letters and digits under a name such as `box_developer_token`, or on the same line as the host api.box.com."),
            why: B("The holder reads, changes and shares the files that the app or the user can reach."),
            revoke: B("Revoke the token or reset the client secret on the app's Configuration tab in the Developer Console. See https://developer.box.com/guides/authentication/tokens/developer-tokens/."),
            references: B(&[B("https://developer.box.com/guides/authentication/tokens/developer-tokens/")]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("box-developer-token"), B("api.box.com"), B("account.box.com")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("BOX_DEVELOPER_TOKEN={{token}}"), B("curl https://api.box.com/2.0/folders/0?access_token={{token}}")]),
            negative: B(&[B("BOX_DEVELOPER_TOKEN={{base62:30}}"), B("box_folder={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("browserstack-access-key"),
            provider: B("BrowserStack"),
            title: B("BrowserStack access key"),
            description: B("Password of HTTP Basic on BrowserStack. 20 letters and digits under a name such as `browserstack_access_key`."),
            why: B("With the user name, the holder runs sessions at the owner's cost and reads recordings of tests."),
            revoke: B("Reset the access key in the account's profile, https://www.browserstack.com/accounts/profile."),
            references: B(&[B("https://www.browserstack.com/docs/")]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("browserstack-access-key"), B("browserstack-key"), B("browserstack-password"), B("browserstack-token")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("BROWSERSTACK_ACCESS_KEY={{token}}"), B("browserstack_key: {{token}}")]),
            negative: B(&[B("BROWSERSTACK_ACCESS_KEY={{base62:18}}"), B("browserstack_build={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("calendly-personal-access-token"),
            provider: B("Calendly"),
            title: B("Calendly personal access token"),
            description: B("Bearer token of a user: a JWT in a context that speaks of Calendly."),
            why: B("The holder reads the calendar, the guests and their answers, and cancels meetings."),
            revoke: B("Revoke the token under Integrations & apps > API & webhooks. See https://developer.calendly.com/how-to-authenticate-with-personal-access-tokens."),
            references: B(&[B("https://developer.calendly.com/how-to-authenticate-with-personal-access-tokens")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("eyJ{{base64url:14-120}}.eyJ{{base64url:30-1600}}.{{base64url:43-86}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("calendly")]), hosts: B(&[]), entropy: 3.5999999999999996, stop_words: B(&[]),
        checksum: Some(Checksum::Jwt), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CALENDLY_TOKEN=«{{b64url:{\"kid\":\"{{hex:32}}\",\"typ\":\"PAT\",\"alg\":\"ES256\"} }}.{{b64url:{\"iss\":\"https://auth.calendly.com\",\"jti\":\"{{uuid}}\",\"user_uuid\":\"{{uuid}}\"} }}.{{base64url:86}}»"), B("calendly_api_key: «{{b64url:{\"alg\":\"HS256\"} }}.{{b64url:{\"iss\":\"https://auth.calendly.com\",\"user_uuid\":\"{{uuid}}\"} }}.{{base64url:43}}»")]),
            negative: B(&[B("CALENDLY_TOKEN={{b64url:{\"alg\":\"HS256\"} }}.{{base64url:20}}"), B("session={{b64url:{\"alg\":\"HS256\"} }}.{{b64url:{\"user_uuid\":\"{{uuid}}\"} }}.{{base64url:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("canva-client-secret"),
            provider: B("Canva"),
            title: B("Canva Connect client secret"),
            description: B("Password of a Connect API integration. `cnvca` and 51 characters."),
            why: B("The holder poses as the integration when it obtains tokens: designs and assets of the users who authorised it."),
            revoke: B("Generate a new secret on the integration's page in the Developer Portal, https://www.canva.com/developers/integrations."),
            references: B(&[B("https://www.canva.dev/docs/connect/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("cnvca{{base64url:51}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_secret={{token}}"), B("{{token}}")]),
            negative: B(&[B("cnvca{{base64url:40}}"), B("xcnvca{{base64url:51}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("clerk-secret-key"),
            provider: B("Clerk"),
            title: B("Clerk secret key"),
            description: B("Bearer key of Clerk's Backend API, in a context that speaks of Clerk. `sk_live_` or `sk_test_` and 32 to 50 letters and digits."),
            why: B("The holder reads, changes and impersonates all users of the application."),
            revoke: B("Rotate the key under API keys in the Clerk dashboard, https://dashboard.clerk.com."),
            references: B(&[B("https://clerk.com/docs")]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk_live_{{base62:32-50}}"), B("sk_test_{{base62:32-50}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("clerk")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CLERK_SECRET_KEY={{token}}"), B("clerk_key: {{token:2}}")]),
            negative: B(&[B("CLERK_SECRET_KEY=sk_live_{{base62:20}}"), B("stripe_key={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("clickup-personal-token"),
            provider: B("ClickUp"),
            title: B("ClickUp personal API token"),
            description: B("Value of the Authorization header of the ClickUp API. `pk_`, the user's number, an underscore, 32 upper-case letters and digits."),
            why: B("The holder reads and changes all workspaces of the user."),
            revoke: B("Regenerate the token under Settings > ClickUp API. See https://developer.clickup.com/docs/authentication."),
            references: B(&[B("https://developer.clickup.com/docs/authentication")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bpk_[0-9]{5,10}_[A-Z0-9]{32}\\b")),
        anchors: B(&[B("pk_0"), B("pk_1"), B("pk_2"), B("pk_3"), B("pk_4"), B("pk_5"), B("pk_6"), B("pk_7"), B("pk_8"), B("pk_9")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 46,
        examples: Examples {
            positive: B(&[B("Authorization: «pk_{{digit:8}}_{{uppernum:32}}»"), B("«pk_{{digit:9}}_{{uppernum:32}}»")]),
            negative: B(&[B("pk_{{digit:8}}_{{uppernum:30}}"), B("pk_{{digit:8}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("clojars-deploy-token"),
            provider: B("Clojars"),
            title: B("Clojars deploy token"),
            description: B("Password when a library is published. `CLOJARS_` and 60 lower-case letters and digits."),
            why: B("The holder publishes new versions of the owner's libraries, which others download and run."),
            revoke: B("Disable the token at https://clojars.org/tokens. See https://github.com/clojars/clojars-web/wiki/Deploy-Tokens."),
            references: B(&[B("https://github.com/clojars/clojars-web/wiki/Deploy-Tokens")]), tags: B(&[B("business"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("CLOJARS_{{lowernum:60}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CLOJARS_PASSWORD={{token}}"), B("{{token}}")]),
            negative: B(&[B("CLOJARS_{{lowernum:50}}"), B("MY_CLOJARS_{{lowernum:60}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("contentful-personal-access-token"),
            provider: B(T43),
            title: B("Contentful personal access token"),
            description: B("Bearer token of the Content Management API. `CFPAT-` and 43 characters."),
            why: B(T9),
            revoke: B(T202),
            references: B(&[B(T454)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("CFPAT-{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("CFPAT-{{base64url:40}}"), B("XCFPAT-{{base64url:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("contentful-delivery-token"),
            provider: B(T43),
            title: B("Contentful delivery or preview token"),
            description: B("Reads the content of a space. 43 characters under a name that speaks of Contentful."),
            why: B(T9),
            revoke: B(T202),
            references: B(&[B(T454)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("contentful")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CONTENTFUL_ACCESS_TOKEN={{token}}"), B("contentful_preview_token: {{token}}")]),
            negative: B(&[B("CONTENTFUL_ACCESS_TOKEN={{base64url:40}}"), B("digest={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("docusign-secret-key"),
            provider: B("DocuSign"),
            title: B("DocuSign secret key"),
            description: B("Password of an integration key. A UUID under a name such as `docusign_secret_key`."),
            why: B("The holder poses as the integration when it obtains tokens: envelopes, documents and signatures of the users who authorised it."),
            revoke: B("Delete the secret key on the integration key's page under Settings > Apps and Keys. See https://developers.docusign.com/platform/auth/."),
            references: B(&[B("https://developers.docusign.com/platform/auth/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("docusign-secret"), B("docusign-secret-key"), B("docusign-client-secret"), B("docusign-api-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DOCUSIGN_SECRET_KEY={{token}}"), B("docusign_client_secret: {{token}}")]),
            negative: B(&[B("DOCUSIGN_SECRET_KEY={{hex:32}}"), B("docusign_envelope_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("dropbox-access-token"),
            provider: B(T98),
            title: B("Dropbox access token"),
            description: B("Bearer token of some hours. `sl.` (also `sl.u.`) and 130 or more characters."),
            why: B(T254),
            revoke: B(T33),
            references: B(&[B(T357)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sl.{{base64url:130-152}}"), B("sl.u.{{base64url:130-1400}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.3, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token:2}}")]),
            negative: B(&[B("sl.{{base64url:60}}"), B("ssl.{{base64url:140}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("dropbox-long-lived-token"),
            provider: B(T98),
            title: B("Dropbox long-lived access token"),
            description: B("Bearer token of the older kind, which does not expire. 64 characters under a name that speaks of a Dropbox token."),
            why: B(T254),
            revoke: B(T33),
            references: B(&[B(T357)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("dropbox-access-token"), B("dropbox-token"), B("dropbox-api-token"), B("dropbox-key"), B("dropbox-auth"), B("dropbox-refresh-token")]), hosts: B(&[]), entropy: 4.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DROPBOX_ACCESS_TOKEN={{token}}"), B("\"dropbox_token\": \"{{token}}\"")]),
            negative: B(&[B("DROPBOX_ACCESS_TOKEN={{base64url:60}}"), B("content_hash={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("dropbox-app-secret"),
            provider: B(T98),
            title: B("Dropbox app secret"),
            description: B("Password of a Dropbox app. 15 lower-case letters and digits under a name such as `dropbox_app_secret`."),
            why: B(T254),
            revoke: B(T33),
            references: B(&[B(T357)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{lowernum:15}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("dropbox-app-secret"), B("dropbox-secret"), B("dropbox-client-secret")]), hosts: B(&[]), entropy: 2.4, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DROPBOX_APP_SECRET={{token}}"), B("dropbox_client_secret: {{token}}")]),
            negative: B(&[B("DROPBOX_APP_SECRET={{lowernum:12}}"), B("dropbox_folder={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("etherscan-api-key"),
            provider: B("Etherscan"),
            title: B("Etherscan API key"),
            description: B("Query parameter `apikey` of Etherscan. 34 upper-case letters and digits under a name that speaks of Etherscan."),
            why: B("The holder calls the API at the owner's quota."),
            revoke: B("Delete the key at https://etherscan.io/myapikey."),
            references: B(&[B("https://docs.etherscan.io/")]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{uppernum:34}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("etherscan")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ETHERSCAN_API_KEY={{token}}"), B("https://api.etherscan.io/api?module=stats&apikey={{token}}")]),
            negative: B(&[B("ETHERSCAN_API_KEY={{uppernum:30}}"), B("sku={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("etsy-keystring"),
            provider: B("Etsy"),
            title: B("Etsy API keystring"),
            description: B("Value of the `x-api-key` header of the Etsy Open API. 24 lower-case letters and digits under a name that speaks of the Etsy key."),
            why: B("The holder calls the API at the app's quota and poses as the app before sellers."),
            revoke: B("Ask Etsy for a new keystring or delete the app at https://www.etsy.com/developers/your-apps."),
            references: B(&[B("https://developers.etsy.com/documentation/essentials/authentication")]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{lowernum:24}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("etsy-keystring"), B("etsy-api-key"), B("etsy-key"), B("etsy-access-token"), B("etsy-token")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ETSY_API_KEY={{token}}"), B("etsy_keystring: {{token}}")]),
            negative: B(&[B("ETSY_API_KEY={{lowernum:20}}"), B("etsy_listing={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("facebook-access-token"),
            provider: B(T104),
            title: B("Facebook user, page or system access token"),
            description: B("Token of the Graph, Marketing or WhatsApp API. `EAA`, a capital letter, 80 or more letters and digits."),
            why: B(T231),
            revoke: B(T179),
            references: B(&[B(T358), B(T359)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("EAA{{[A-Z]:1}}{{base62:80-400}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://graph.facebook.com/v19.0/me?access_token={{token}}"), B("{{token}}")]),
            negative: B(&[B("EAA{{base62:40}}"), B("xEAAB{{base62:120}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("facebook-app-access-token"),
            provider: B(T104),
            title: B("Facebook app access token"),
            description: B("Acts as the app itself. The app id, a vertical bar, 27 to 40 characters, in a context that speaks of Facebook."),
            why: B(T231),
            revoke: B(T179),
            references: B(&[B(T358), B(T359)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{digit:15-16}}|{{base64url:27-40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("facebook"), B("fb-app"), B("fb-access"), B("fb-token"), B("graph.facebook.com")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("FACEBOOK_APP_TOKEN={{token}}"), B("fb_access_token={{token}}")]),
            negative: B(&[B("FACEBOOK_APP_TOKEN={{digit:15}}|{{base62:10}}"), B("row={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("facebook-app-secret"),
            provider: B(T104),
            title: B("Facebook app secret"),
            description: B("Signs requests and makes app access tokens. 32 hex characters under a name such as `facebook_app_secret`."),
            why: B(T231),
            revoke: B(T179),
            references: B(&[B(T358), B(T359)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("facebook-secret"), B("facebook-app-secret"), B("facebook-client-secret"), B("facebook-secret-key"), B("fb-app-secret"), B("fb-secret"), B("fb-client-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("FACEBOOK_APP_SECRET={{token}}"), B("fb_secret: {{token}}")]),
            negative: B(&[B("FACEBOOK_APP_SECRET={{hex:31}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("frameio-developer-token"),
            provider: B("Frame.io"),
            title: B("Frame.io developer token"),
            description: B("Bearer token of a user. `fio-u-` and 64 characters."),
            why: B("The holder reads, downloads and deletes the media of every project that the user can reach."),
            revoke: B("Delete the token under Developer Tools > Tokens, https://developer.frame.io/app/tokens."),
            references: B(&[B("https://developer.frame.io/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("fio-u-{{[A-Za-z0-9_=-]:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("fio-u-{{base62:50}}"), B("xfio-u-{{base62:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("freshdesk-api-key"),
            provider: B("Freshdesk"),
            title: B("Freshdesk API key"),
            description: B("User name of HTTP Basic on the Freshdesk API. 18 to 22 letters and digits under a name such as `freshdesk_api_key`."),
            why: B("The holder reads and answers all tickets that the agent can see."),
            revoke: B("Reset the key under Profile settings of the agent. See https://developers.freshdesk.com/api/."),
            references: B(&[B("https://developers.freshdesk.com/api/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:18-22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("freshdesk-api-key"), B("freshdesk-token"), B("freshdesk-key"), B("freshdesk-api-token"), B("freshdesk-password")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("FRESHDESK_API_KEY={{token}}"), B("freshdesk_token: {{token}}")]),
            negative: B(&[B("FRESHDESK_API_KEY={{base62:10}}"), B("freshdesk_ticket={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hubspot-private-app-token"),
            provider: B(T115),
            title: B("HubSpot private app token"),
            description: B("Bearer token of one portal. `pat-`, the data region such as `na1`, and a UUID."),
            why: B(T238),
            revoke: B(T213),
            references: B(&[B(T361)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bpat-(?:na|eu|ap)[0-9]-[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\b")),
        anchors: B(&[B("pat-na"), B("pat-eu"), B("pat-ap")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 44,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer «pat-na1-{{uuid}}»"), B("«pat-eu1-{{uuid}}»")]),
            negative: B(&[B("pat-na1-{{hex:8}}"), B("pat-xx1-{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hubspot-api-key"),
            provider: B(T115),
            title: B("HubSpot API key"),
            description: B("The `hapikey` of the older API, or a developer key. A UUID under such a name."),
            why: B(T238),
            revoke: B(T213),
            references: B(&[B(T361)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hexi:8}}-{{hexi:4}}-{{hexi:4}}-{{hexi:4}}-{{hexi:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("hapikey"), B("hubspot-api-key"), B("hubspot-key"), B("hubspot-token"), B("hubspot-developer-key")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://api.hubapi.com/contacts/v1/lists?hapikey={{token}}"), B("HUBSPOT_API_KEY={{token}}")]),
            negative: B(&[B("hapikey={{hex:30}}"), B("hubspot_form_guid={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("infura-url-key"),
            provider: B(T117),
            title: B("Infura API key in a URL"),
            description: B("Last part of an Infura endpoint: `…infura.io/v3/` and 32 hex characters."),
            why: B(T259),
            revoke: B(T207),
            references: B(&[B(T386)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\binfura\\.io/(?:ws/)?v3/(?P<secret>[0-9a-f]{32})\\b")),
        anchors: B(&[B("infura.io/")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 48,
        examples: Examples {
            positive: B(&[B("https://mainnet.infura.io/v3/«{{hex:32}}»"), B("wss://sepolia.infura.io/ws/v3/«{{hex:32}}»")]),
            negative: B(&[B("https://mainnet.infura.io/v3/{{hex:20}}"), B("https://mainnet.infura.io/v3/")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("infura-api-secret"),
            provider: B(T117),
            title: B("Infura API key or secret"),
            description: B("Key of an Infura project, or the secret that goes with it. 32 letters and digits under a name that speaks of Infura."),
            why: B(T259),
            revoke: B(T207),
            references: B(&[B(T386)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("infura")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("INFURA_PROJECT_SECRET={{token}}"), B("infura_api_key: {{token}}")]),
            negative: B(&[B("INFURA_PROJECT_SECRET={{base62:30}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("instagram-access-token"),
            provider: B("Instagram"),
            title: B("Instagram access token"),
            description: B("User token of the Instagram API. `IGQVJ` or `IGQWR` and 50 or more characters."),
            why: B("The holder reads the profile and media of the account that gave its consent."),
            revoke: B("Remove the app under Settings > Website permissions > Apps and websites of the Instagram account. See https://developers.facebook.com/docs/instagram-platform/."),
            references: B(&[B("https://developers.facebook.com/docs/instagram-platform/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("IGQVJ{{base64url:50-256}}"), B("IGQWR{{base64url:50-256}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://graph.instagram.com/me/media?access_token={{token}}"), B("{{token:2}}")]),
            negative: B(&[B("IGQVJ{{base64url:20}}"), B("xIGQVJ{{base64url:120}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("jira-legacy-api-token"),
            provider: B("Jira"),
            title: B("Jira API token (older form)"),
            description: B("Password of HTTP Basic on Jira or Confluence Cloud. 24 letters and digits under a name such as `jira_api_token`."),
            why: B("With the owner's e-mail address, the holder reads and changes all issues and pages that the owner can reach."),
            revoke: B("Revoke the token at https://id.atlassian.com/manage-profile/security/api-tokens. See https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/."),
            references: B(&[B(T446)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:24}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("jira-api-token"), B("jira-token"), B("jira-api-key"), B("jira-password"), B("confluence-api-token"), B("confluence-token")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("JIRA_API_TOKEN={{token}}"), B("confluence_token: {{token}}")]),
            negative: B(&[B("JIRA_API_TOKEN={{base62:20}}"), B("jira_issue={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("kong-konnect-token"),
            provider: B("Kong Konnect"),
            title: B("Kong Konnect access token"),
            description: B("Bearer token of a user (`kpat_`) or a system account (`spat_`), with 30 or more letters and digits."),
            why: B("The holder manages gateways, services and consumers with the rights of the user or system account."),
            revoke: B("Revoke the token in Konnect under Personal Access Tokens or under the system account. See https://developer.konghq.com/konnect-api/."),
            references: B(&[B("https://developer.konghq.com/konnect-api/")]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("kpat_{{base62:30-80}}"), B("spat_{{base62:30-80}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token:2}}")]),
            negative: B(&[B("kpat_{{base62:20}}"), B("xkpat_{{base62:48}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("linkedin-client-secret"),
            provider: B("LinkedIn"),
            title: B("LinkedIn client secret"),
            description: B("Password of a LinkedIn app. 16 letters and digits under a name such as `linkedin_client_secret`."),
            why: B("The holder poses as the app when it obtains tokens: profiles, company pages and advertising accounts that authorised it."),
            revoke: B("Generate a new secret on the app's Auth tab, https://www.linkedin.com/developers/apps."),
            references: B(&[B("https://learn.microsoft.com/en-us/linkedin/shared/authentication/authentication")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("linkedin-client-secret"), B("linkedin-secret"), B("linkedin-app-secret"), B("linkedin-api-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("LINKEDIN_CLIENT_SECRET={{token}}"), B("linkedin_secret: {{token}}")]),
            negative: B(&[B("LINKEDIN_CLIENT_SECRET={{base62:12}}"), B("linkedin_client_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mapbox-secret-token"),
            provider: B(T133),
            title: B("Mapbox secret access token"),
            description: B("Token with secret scopes. `sk.`, base64 of a JSON object with the user's name, a dot, 22 characters."),
            why: B(T13),
            revoke: B(T208),
            references: B(&[B(T388)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk.eyJ{{base64url:30-200}}.{{base64url:22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://api.mapbox.com/tokens/v2/acme?access_token={{token}}"), B("«sk.{{b64url:{\"u\":\"acme\",\"a\":\"{{lowernum:25}}\"} }}.{{base64url:22}}»")]),
            negative: B(&[B("sk.eyJ{{base64url:40}}"), B("sk.eyJ{{base64url:40}}.{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mapbox-temporary-token"),
            provider: B(T133),
            title: B("Mapbox temporary access token"),
            description: B("Token that expires within an hour. `tk.`, base64 of a JSON object, a dot, 22 characters."),
            why: B(T13),
            revoke: B(T208),
            references: B(&[B(T388)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("tk.eyJ{{base64url:30-200}}.{{base64url:22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("access_token={{token}}"), B("{{token}}")]),
            negative: B(&[B("tk.eyJ{{base64url:40}}"), B("tk.eyJ{{base64url:40}}.{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mapbox-public-token"),
            provider: B(T133),
            title: B("Mapbox public access token"),
            description: B("Token that is meant for browsers; without URL restrictions others spend its quota. `pk.`, base64 of a JSON object, a dot, 22 characters."),
            why: B(T13),
            revoke: B(T208),
            references: B(&[B(T388)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("pk.eyJ{{base64url:30-200}}.{{base64url:22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://api.mapbox.com/styles/v1/mapbox/streets-v12?access_token={{token}}"), B("{{token}}")]),
            negative: B(&[B("pk.eyJ{{base64url:40}}"), B("pk.eyJ{{base64url:40}}.{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("miro-access-token"),
            provider: B(T137),
            title: B("Miro access token"),
            description: B("Bearer token of the Miro API. Base64 of a JSON object that names the region (`eyJtaXJvLm9yaWdpbiI6`), then a random part."),
            why: B(T240),
            revoke: B(T271),
            references: B(&[B(T363)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("eyJtaXJvLm9yaWdpbiI6{{base64url:30-120}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("«eyJtaXJvLm9yaWdpbiI6ImV1MDEifQ_{{base64url:27}}»")]),
            negative: B(&[B("eyJtaXJvLm9yaWdpbiI6ImV1MDEifQ"), B("xeyJtaXJvLm9yaWdpbiI6{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("miro-client-secret"),
            provider: B(T137),
            title: B("Miro client secret"),
            description: B("Password of a Miro app. 32 letters and digits under a name such as `miro_client_secret`."),
            why: B(T240),
            revoke: B(T271),
            references: B(&[B(T363)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("miro-client-secret"), B("miro-secret"), B("miro-app-secret")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MIRO_CLIENT_SECRET={{token}}"), B("miro_secret: {{token}}")]),
            negative: B(&[B("MIRO_CLIENT_SECRET={{base62:30}}"), B("miro_board={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mixpanel-secret"),
            provider: B("Mixpanel"),
            title: B("Mixpanel API or service account secret"),
            description: B("Password of a service account or of the project's older API. 32 letters and digits under a name that speaks of the Mixpanel secret."),
            why: B("The holder exports the project's events and user profiles."),
            revoke: B("Delete the service account under Organization Settings > Service Accounts, or reset the API secret in the project's settings. See https://developer.mixpanel.com/reference/service-accounts."),
            references: B(&[B("https://developer.mixpanel.com/reference/service-accounts")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mixpanel-secret"), B("mixpanel-api-secret"), B("mixpanel-service-account-secret"), B("mixpanel-project-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MIXPANEL_API_SECRET={{token}}"), B("mixpanel_secret: {{token}}")]),
            negative: B(&[B("MIXPANEL_API_SECRET={{base62:30}}"), B("mixpanel_distinct_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("monday-api-token"),
            provider: B("monday.com"),
            title: B("monday.com API token"),
            description: B("Value of the Authorization header of the monday.com API: a JWT signed with HS256, in a context that speaks of monday.com."),
            why: B("The holder reads and changes all boards that the user can reach."),
            revoke: B("Regenerate the token under Developers > My access tokens in the user's menu. See https://developer.monday.com/api-reference/docs/authentication."),
            references: B(&[B("https://developer.monday.com/api-reference/docs/authentication")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("eyJ{{base64url:14-120}}.eyJ{{base64url:30-1600}}.{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("monday-api"), B("monday-token"), B("monday-key"), B("monday.com"), B("monday-access")]), hosts: B(&[]), entropy: 3.5999999999999996, stop_words: B(&[]),
        checksum: Some(Checksum::Jwt), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MONDAY_API_TOKEN=«{{b64url:{\"alg\":\"HS256\"} }}.{{b64url:{\"tid\":{{digit:9}},\"aai\":11,\"uid\":{{digit:8}},\"per\":\"me:write\"} }}.{{base64url:43}}»"), B("monday_token: «{{b64url:{\"alg\":\"HS256\"} }}.{{b64url:{\"tid\":{{digit:9}},\"uid\":{{digit:8}},\"rgn\":\"use1\"} }}.{{base64url:43}}»")]),
            negative: B(&[B("MONDAY_API_TOKEN={{b64url:{\"alg\":\"HS256\"} }}.{{base64url:20}}"), B("session={{b64url:{\"alg\":\"HS256\"} }}.{{b64url:{\"tid\":{{digit:9}},\"uid\":{{digit:8}},\"rgn\":\"use1\"} }}.{{base64url:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("ngrok-token"),
            provider: B("ngrok"),
            title: B("ngrok authtoken or API key"),
            description: B("Connects an agent or opens the API. 27 characters, an underscore, 21 characters, under a name that speaks of ngrok."),
            why: B("The holder opens tunnels in the owner's name or, with an API key, changes domains, endpoints and credentials."),
            revoke: B("Delete the authtoken or API key at https://dashboard.ngrok.com/authtokens or https://dashboard.ngrok.com/api-keys."),
            references: B(&[B("https://ngrok.com/docs/api/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base62:27}}_{{base62:21}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("ngrok")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("NGROK_AUTHTOKEN={{token}}"), B("ngrok_api_key: {{token}}")]),
            negative: B(&[B("NGROK_AUTHTOKEN={{base62:27}}"), B("cursor={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("okta-ssws-token"),
            provider: B(T143),
            title: B("Okta API token in an Authorization header"),
            description: B("Opens the Okta management API: the header scheme `SSWS`, then `00` and 40 characters."),
            why: B(T267),
            revoke: B(T184),
            references: B(&[B(T345)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bSSWS (?P<secret>00[A-Za-z0-9_-]{40})(?:[^A-Za-z0-9_-]|$)")),
        anchors: B(&[B("SSWS ")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 48,
        examples: Examples {
            positive: B(&[B("Authorization: SSWS «00{{base64url:40}}»"), B("SSWS «00{{base64url:40}}»")]),
            negative: B(&[B("Authorization: SSWS 00{{base64url:30}}"), B("Authorization: SSWS {{[b-z]:42}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("okta-api-token"),
            provider: B(T143),
            title: B("Okta API token"),
            description: B("Opens the Okta management API. `00` and 40 characters under a name that speaks of Okta."),
            why: B(T267),
            revoke: B(T184),
            references: B(&[B(T345)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[0]:2}}{{base64url:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("okta-api"), B("okta-token"), B("okta-key"), B("okta-client-token"), B("okta-ssws"), B("okta-secret")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("OKTA_API_TOKEN={{token}}"), B("okta_client_token: {{token}}")]),
            negative: B(&[B("OKTA_API_TOKEN=00{{base64url:36}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("openweather-api-key"),
            provider: B("OpenWeather"),
            title: B("OpenWeather API key"),
            description: B("Query parameter `appid` of OpenWeather. 32 hex characters in a context that speaks of OpenWeather."),
            why: B("The holder calls the API at the owner's quota or cost."),
            revoke: B("Delete the key at https://home.openweathermap.org/api_keys."),
            references: B(&[B("https://openweathermap.org/appid")]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("openweather"), B("weather-appid")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("OPENWEATHER_API_KEY={{token}}"), B("https://api.openweathermap.org/data/2.5/weather?appid={{token}}")]),
            negative: B(&[B("OPENWEATHER_API_KEY={{hex:30}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("opsgenie-authorization"),
            provider: B(T145),
            title: B("Opsgenie API key in an Authorization header"),
            description: B("The header scheme `GenieKey` followed by a UUID."),
            why: B(T232),
            revoke: B(T79),
            references: B(&[B(T394)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bGenieKey (?P<secret>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\b")),
        anchors: B(&[B("GenieKey ")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 45,
        examples: Examples {
            positive: B(&[B("Authorization: GenieKey «{{uuid}}»"), B("GenieKey «{{uuid}}»")]),
            negative: B(&[B("Authorization: GenieKey {{hex:32}}"), B("Authorization: Genie {{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("opsgenie-api-key"),
            provider: B(T145),
            title: B("Opsgenie API key"),
            description: B("Key of the Opsgenie API. A UUID under a name such as `opsgenie_api_key`."),
            why: B(T232),
            revoke: B(T79),
            references: B(&[B(T394)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("opsgenie-api"), B("opsgenie-key"), B("opsgenie-token"), B("ops-genie-api")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("OPSGENIE_API_KEY={{token}}"), B("opsgenie_key: {{token}}")]),
            negative: B(&[B("OPSGENIE_API_KEY={{hex:30}}"), B("opsgenie_team={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pagerduty-authorization"),
            provider: B(T146),
            title: B("PagerDuty API key in an Authorization header"),
            description: B("The header scheme `Token token=` followed by exactly 20 characters."),
            why: B(T244),
            revoke: B(T173),
            references: B(&[B(T346)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[]), pattern: Some(B("\\bToken token=(?P<secret>[A-Za-z0-9+_-]{20})(?:[^A-Za-z0-9+/=_-]|$)")),
        anchors: B(&[B("Token token=")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 33,
        examples: Examples {
            positive: B(&[B("Authorization: Token token=«{{base64url:20}}»"), B("Token token=«{{base62:20}}»")]),
            negative: B(&[B("Authorization: Token token={{base62:40}}"), B("Authorization: Token token={{base62:10}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pagerduty-api-key"),
            provider: B(T146),
            title: B("PagerDuty API key"),
            description: B("Key of the REST API. 20 characters under a name such as `pagerduty_api_key`."),
            why: B(T244),
            revoke: B(T173),
            references: B(&[B(T346)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[A-Za-z0-9+_-]:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("pagerduty-api"), B("pagerduty-token"), B("pagerduty-key"), B("pager-duty-api"), B("pager-duty-token")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PAGERDUTY_API_KEY={{token}}"), B("pagerduty_token: {{token}}")]),
            negative: B(&[B("PAGERDUTY_API_KEY={{base62:18}}"), B("pagerduty_service={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("proof-api-key"),
            provider: B("Proof"),
            title: B("Proof API key"),
            description: B("Value of the header `ApiKey` of the Proof (formerly Notarize) API. `prf_` and 20 to 84 characters, beside the name or host of Proof."),
            why: B("The holder creates, reads and deletes notarisation transactions with the documents and identity data in them."),
            revoke: B("Delete the key under Settings > API Keys of the business account; see https://dev.proof.com/docs/api-keys"),
            references: B(&[B("https://dev.proof.com/docs/api-keys")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("prf_{{base64url:20-84}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("proof"), B("notarize")]), hosts: B(&[]), entropy: 2.5931568569324175, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PROOF_API_KEY={{token}}"), B("notarizeApiKey: {{token}}")]),
            negative: B(&[B("seed={{token}}"), B("PROOF_API_KEY=prf_{{base62:10}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pubnub-secret-key"),
            provider: B(T157),
            title: B("PubNub secret key"),
            description: B("Signs administrative requests of a key set. `sec-c-` and 48 characters of base64."),
            why: B(T12),
            revoke: B(T182),
            references: B(&[B(T457)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sec-c-{{base64:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: Some(B("pubnub-subscribe-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PUBNUB_SECRET_KEY={{token}}"), B("«sec-c-{{b64:{{uuid}}}}»")]),
            negative: B(&[B("sec-c-{{base64:40}}"), B("xsec-c-{{base64:48}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pubnub-publish-key"),
            provider: B(T157),
            title: B("PubNub publish key"),
            description: B("Publishes into the channels of a key set. `pub-c-` and a UUID."),
            why: B(T12),
            revoke: B(T182),
            references: B(&[B(T457)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("pub-c-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("pubnub-subscribe-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://ps.pndsn.com/publish/{{token}}/"), B("{{token}}")]),
            negative: B(&[B("pub-c-{{hex:8}}"), B("pub-c-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pubnub-subscribe-key"),
            provider: B(T157),
            title: B("PubNub subscribe key"),
            description: B("Names a key set and reads its open channels. `sub-c-` and a UUID."),
            why: B(T12),
            revoke: B(T182),
            references: B(&[B(T457)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("sub-c-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("subscribe_key={{token}}"), B("{{token}}")]),
            negative: B(&[B("sub-c-{{hex:8}}"), B("sub-c-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("salesforce-session-token"),
            provider: B(T216),
            title: B("Salesforce session or access token"),
            description: B("Bearer token or session id of one user. The organisation's id (`00D` and 12 or 15 characters), an exclamation mark, 80 or more characters."),
            why: B(T241),
            revoke: B(T103),
            references: B(&[B(T350)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("00D{{base62:12-15}}!{{[A-Za-z0-9_.]:80-512}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5999999999999996, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("<sessionId>{{token}}</sessionId>")]),
            negative: B(&[B("00D{{base62:12}}"), B("00D{{base62:12}}!{{base62:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("salesforce-refresh-token"),
            provider: B(T216),
            title: B("Salesforce refresh token"),
            description: B("Obtains new access tokens without a log-in, often with no end. `5Aep861` and 70 or more characters."),
            why: B(T241),
            revoke: B(T103),
            references: B(&[B(T350)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("5Aep861{{[A-Za-z0-9._]:70-120}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5999999999999996, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("refresh_token={{token}}"), B("{{token}}")]),
            negative: B(&[B("5Aep861{{base62:30}}"), B("x5Aep861{{base62:80}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("salesforce-consumer-key"),
            provider: B(T216),
            title: B("Salesforce consumer key"),
            description: B("Client id of a connected app. `3MVG9` and 60 or more characters. No secret by itself."),
            why: B(T241),
            revoke: B(T103),
            references: B(&[B(T350)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("3MVG9{{[A-Za-z0-9._]:60-180}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.544134357365111, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_id={{token}}"), B("{{token}}")]),
            negative: B(&[B("3MVG9{{base62:20}}"), B("x3MVG9{{base62:80}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("salesforce-consumer-secret"),
            provider: B(T216),
            title: B("Salesforce consumer secret"),
            description: B("Password of a connected app. 64 upper-case hex characters, or 16 to 20 digits in old apps, under a name that speaks of the Salesforce secret."),
            why: B(T241),
            revoke: B(T103),
            references: B(&[B(T350)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{HEX:64}}"), B("{{digit:16-20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("salesforce+secret"), B("sfdc+secret"), B("sf-client-secret"), B("sf-consumer-secret")]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("salesforce-consumer-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SALESFORCE_CLIENT_SECRET={{token}}"), B("sfdc_consumer_secret: {{token:2}}")]),
            negative: B(&[B("SALESFORCE_CLIENT_SECRET={{HEX:40}}"), B("sha256={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("salesforce-security-token"),
            provider: B(T216),
            title: B("Salesforce security token"),
            description: B("Is appended to the password of a user who logs in from an unknown address, by SOAP or the password flow. 24 or 25 letters and digits under a name that speaks of it."),
            why: B("With user name and password, the holder logs in to the API as that user from anywhere."),
            revoke: B("Reset it under Personal Settings > Reset My Security Token; the old one stops working at once."),
            references: B(&[B(T350)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:24-25}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("salesforce+security-token"), B("sfdc+security-token"), B("sf-security-token")]), hosts: B(&[]), entropy: 2.7509775004326937, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SALESFORCE_SECURITY_TOKEN={{token}}"), B("sf_security_token: {{token}}")]),
            negative: B(&[B("SALESFORCE_SECURITY_TOKEN={{base62:20}}"), B("security_token={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("salesloft-api-key"),
            provider: B("Salesloft"),
            title: B("Salesloft API key"),
            description: B("Bearer key of the Salesloft API. `v2_ak_`, a number and 64 hex characters, or `ak_` and 64 hex characters, beside a name that says Salesloft."),
            why: B("The holder reads and changes people, accounts, e-mails and call notes of the sales team."),
            revoke: B("Revoke the key under Your Applications > API Keys in the account settings; see https://developers.salesloft.com/"),
            references: B(&[B("https://developers.salesloft.com/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("v2_ak_{{digit:1-12}}_{{hexi:64}}"), B("ak_{{hexi:64}}")]), pattern: None,
        anchors: B(&[B("v2_ak_"), B("ak_")]), ignore_case: false,
        names: B(&[B("salesloft")]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SALESLOFT_API_KEY={{token}}"), B("salesloft_key: {{token:2}}")]),
            negative: B(&[B("SALESLOFT_API_KEY=v2_ak_{{hex:64}}"), B("other={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sanity-api-token"),
            provider: B("Sanity"),
            title: B("Sanity API token"),
            description: B("Bearer token of a project. `sk` and 52 or more letters and digits under a name that speaks of Sanity."),
            why: B("The holder reads drafts and private documents of the project and, with an editor token, changes them."),
            revoke: B("Delete the token on the API tab of the project, https://www.sanity.io/manage"),
            references: B(&[B("https://www.sanity.io/docs/http-auth")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[s]:1}}{{[k]:1}}{{base62:52-180}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("sanity-api"), B("sanity+token"), B("sanity-auth"), B("sanity-write"), B("sanity-read"), B("sanity-studio"), B("sanity+key"), B("sanity+secret")]), hosts: B(&[B("api.sanity.io"), B("apicdn.sanity.io")]), entropy: 3.452932501298081, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SANITY_API_TOKEN={{token}}"), B("sanity_write_token: {{token}}")]),
            negative: B(&[B("SANITY_API_TOKEN=sk{{base62:30}}"), B("digest={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("segment-public-api-token"),
            provider: B(T219),
            title: B("Segment Public API token"),
            description: B("Bearer token of the workspace's management API. `sgp_` and 64 letters and digits."),
            why: B(T2),
            revoke: B(T174),
            references: B(&[B(T401), B(T442)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sgp_{{base62:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("sgp_{{base62:40}}"), B("xsgp_{{base62:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("segment-write-key"),
            provider: B(T219),
            title: B("Segment source write key"),
            description: B("User name of HTTP Basic when events are sent to a source. 32 letters and digits under a name such as `segment_write_key`."),
            why: B(T2),
            revoke: B(T174),
            references: B(&[B(T401), B(T442)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("segment-write-key"), B("segment-api-key"), B("segmentio-key")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SEGMENT_WRITE_KEY={{token}}"), B("segment_api_key: {{token}}")]),
            negative: B(&[B("SEGMENT_WRITE_KEY={{base62:30}}"), B("segment_name={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("shippo-live-token"),
            provider: B(T222),
            title: B("Shippo live token"),
            description: B("Value of the scheme `ShippoToken`, with real postage. `shippo_live_` and 40 hex characters."),
            why: B(T8),
            revoke: B(T87),
            references: B(&[B(T385)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("shippo_live_{{hexi:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: ShippoToken {{token}}"), B("{{token}}")]),
            negative: B(&[B("shippo_live_{{hex:38}}"), B("my_shippo_live_{{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("shippo-test-token"),
            provider: B(T222),
            title: B("Shippo test token"),
            description: B("Value of the scheme `ShippoToken` in test mode, where no postage is bought. `shippo_test_` and 40 hex characters."),
            why: B(T8),
            revoke: B(T87),
            references: B(&[B(T385)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("shippo_test_{{hexi:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: ShippoToken {{token}}"), B("{{token}}")]),
            negative: B(&[B("shippo_test_{{hex:38}}"), B("my_shippo_test_{{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("shodan-api-key"),
            provider: B("Shodan"),
            title: B("Shodan API key"),
            description: B("Query parameter `key` of the Shodan API. 32 letters and digits under a name that speaks of Shodan."),
            why: B("The holder spends the owner's query and scan credits and reads the monitored networks."),
            revoke: B("Reset the key on the account page, https://account.shodan.io."),
            references: B(&[B("https://developer.shodan.io/api")]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("shodan")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SHODAN_API_KEY={{token}}"), B("https://api.shodan.io/api-info?key={{token}}")]),
            negative: B(&[B("SHODAN_API_KEY={{base62:30}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("shopify-access-token"),
            provider: B(T223),
            title: B("Shopify Admin API access token"),
            description: B("Value of the header X-Shopify-Access-Token for one shop. `shpat_` and 32 hex characters."),
            why: B(T248),
            revoke: B(T272),
            references: B(&[B(T443)]), tags: B(&[B("business"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("shpat_{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("X-Shopify-Access-Token: {{token}}"), B("{{token}}")]),
            negative: B(&[B("shpat_{{hexi:30}}"), B("ashpat_{{hexi:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("shopify-custom-app-token"),
            provider: B(T223),
            title: B("Shopify custom app access token"),
            description: B("Access token of an app that was made for one shop only. `shpca_` and 32 hex characters."),
            why: B(T248),
            revoke: B(T272),
            references: B(&[B(T443)]), tags: B(&[B("business"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("shpca_{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("X-Shopify-Access-Token: {{token}}"), B("{{token}}")]),
            negative: B(&[B("shpca_{{hexi:31}}"), B("shpxa_{{hexi:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("shopify-private-app-password"),
            provider: B(T223),
            title: B("Shopify private app password"),
            description: B("Password of a private app of the older kind, for HTTP Basic or the access token header. `shppa_` and 32 hex characters."),
            why: B(T248),
            revoke: B(T272),
            references: B(&[B(T443)]), tags: B(&[B("business"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("shppa_{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://key:{{token}}@acme.myshopify.com/admin/orders.json"), B("{{token}}")]),
            negative: B(&[B("shppa_{{hexi:31}}"), B("shppb_{{hexi:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("shopify-app-secret"),
            provider: B(T223),
            title: B("Shopify app client secret"),
            description: B("Signs webhooks and obtains access tokens for every shop that installed the app. `shpss_` and 32 hex characters."),
            why: B(T248),
            revoke: B(T272),
            references: B(&[B(T443)]), tags: B(&[B("business"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("shpss_{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_secret={{token}}"), B("{{token}}")]),
            negative: B(&[B("shpss_{{hexi:30}}"), B("shpsx_{{hexi:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sslmate-api-key"),
            provider: B("SSLMate"),
            title: B("SSLMate API key"),
            description: B("Key of the SSLMate account. 36 letters and digits under a name that speaks of SSLMate."),
            why: B("The holder buys, reissues and revokes the owner's certificates."),
            revoke: B("Reset the key on the account page, https://sslmate.com/account."),
            references: B(&[B("https://sslmate.com/help/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("sslmate")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SSLMATE_API_KEY={{token}}"), B("sslmate_token: {{token}}")]),
            negative: B(&[B("SSLMATE_API_KEY={{base62:30}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("statuspage-api-key"),
            provider: B("Statuspage"),
            title: B("Statuspage API key"),
            description: B("Value of the scheme `OAuth` on the Statuspage API. A UUID or 64 hex characters under a name such as `statuspage_api_key`."),
            why: B("The holder publishes or removes incidents on the owner's status page and reads its subscribers."),
            revoke: B("Delete the key under API info of the user's menu, https://manage.statuspage.io. See https://developer.statuspage.io/."),
            references: B(&[B("https://developer.statuspage.io/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}"), B("{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("statuspage-api"), B("statuspage-key"), B("statuspage-token"), B("statuspageio-api")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("STATUSPAGE_API_KEY={{token}}"), B("statuspage_token: {{token:2}}")]),
            negative: B(&[B("STATUSPAGE_API_KEY={{hex:30}}"), B("statuspage_component={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("tailscale-key"),
            provider: B("Tailscale"),
            title: B("Tailscale API token, auth key or client secret"),
            description: B("`tskey-`, the kind of key (absent in old keys), an id, a hyphen, a random part."),
            why: B("An API token manages the tailnet; an auth key adds a machine to the private network."),
            revoke: B("Revoke the key under Settings > Keys, https://login.tailscale.com/admin/settings/keys. See https://tailscale.com/kb/1101/api."),
            references: B(&[B("https://tailscale.com/kb/1101/api"), B("https://tailscale.com/kb/1085/auth-keys")]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\btskey-(?:[a-z]{2,12}-)?[A-Za-z0-9]{6,24}-[A-Za-z0-9]{16,48}\\b")),
        anchors: B(&[B("tskey-")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 92,
        examples: Examples {
            positive: B(&[B("curl -u «tskey-api-k{{base62:7}}CNTRL-{{base62:32}}»: https://api.tailscale.com/api/v2/tailnet/-/devices"), B("«tskey-auth-k{{base62:11}}CNTRL-{{base62:32}}»")]),
            negative: B(&[B("tskey-api-{{base62:8}}"), B("tskey-auth-k{{base62:8}}-{{base62:6}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("trello-token"),
            provider: B(T269),
            title: B("Trello API token"),
            description: B("Token of one member. `ATTA` and 64 to 80 hex characters."),
            why: B(T323),
            revoke: B(T203),
            references: B(&[B(T341)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("ATTA{{hexi:64-80}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("trello-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://api.trello.com/1/members/me/boards?token={{token}}"), B("{{token}}")]),
            negative: B(&[B("ATTA{{hexi:40}}"), B("REGATTA{{hexi:72}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("trello-legacy-token"),
            provider: B(T269),
            title: B("Trello API token (older form)"),
            description: B("Token of one member without a prefix. 64 hex characters under a name such as `trello_token`."),
            why: B(T323),
            revoke: B(T203),
            references: B(&[B(T341)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("trello-token"), B("trello-api-token"), B("trello-secret")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("trello-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TRELLO_TOKEN={{token}}"), B("trello_api_token: {{token}}")]),
            negative: B(&[B("TRELLO_TOKEN={{hex:60}}"), B("sha256={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("trello-api-key"),
            provider: B(T269),
            title: B("Trello API key"),
            description: B("Names the app that calls; worth nothing without a token. 32 hex characters under a name such as `trello_api_key`."),
            why: B(T323),
            revoke: B(T203),
            references: B(&[B(T341)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("trello-api-key"), B("trello-key"), B("trello-app-key")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TRELLO_API_KEY={{token}}"), B("trello_key: {{token}}")]),
            negative: B(&[B("TRELLO_API_KEY={{hex:30}}"), B("trello_board={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twitter-bearer-token"),
            provider: B(T328),
            title: B("X (Twitter) app-only bearer token"),
            description: B("Bearer token of an app. About 20 times the letter A, then two random parts with a (percent-encoded) equals sign between them."),
            why: B(T246),
            revoke: B(T167),
            references: B(&[B(T353)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bA{19,24}[B-Zb-z0-9](?:[A-Za-z0-9+/]|%2[BbFf]){20,70}(?:%3[Dd]|=)[A-Za-z0-9]{40,60}\\b")),
        anchors: B(&[B("AAAAAAAAAAAAAAAAAAA")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 256,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer «AAAAAAAAAAAAAAAAAAAAAM{{base62:16}}%2B{{base62:16}}%3D{{base62:50}}»"), B("«AAAAAAAAAAAAAAAAAAAAAP{{base62:30}}={{base62:50}}»")]),
            negative: B(&[B("AAAAAAAAAAAAAAAAAAAAAM{{base62:20}}"), B("AAAAAAAAAAAAAAAAAAAAAM{{base62:10}}%3D{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twitter-consumer-secret"),
            provider: B(T328),
            title: B("X (Twitter) consumer secret"),
            description: B("API key secret of an app, for OAuth 1.0a. 50 letters and digits under a name such as `twitter_api_secret`."),
            why: B(T246),
            revoke: B(T167),
            references: B(&[B(T353)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:50}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("twitter-consumer-secret"), B("twitter-api-secret"), B("twitter-secret"), B("twitter-client-secret"), B("twitter-app-secret"), B("twitter-api-key-secret")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TWITTER_CONSUMER_SECRET={{token}}"), B("twitter_api_secret: {{token}}")]),
            negative: B(&[B("TWITTER_CONSUMER_SECRET={{base62:48}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twitter-access-token-secret"),
            provider: B(T328),
            title: B("X (Twitter) access token secret"),
            description: B("Secret half of a user's OAuth 1.0a token. 45 letters and digits under a name such as `twitter_access_token_secret`."),
            why: B(T246),
            revoke: B(T167),
            references: B(&[B(T353)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:45}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("twitter-access-token-secret"), B("twitter-access-secret"), B("twitter-token-secret"), B("twitter-oauth-token-secret")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("twitter-access-token")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TWITTER_ACCESS_TOKEN_SECRET={{token}}"), B("twitter_access_secret: {{token}}")]),
            negative: B(&[B("TWITTER_ACCESS_TOKEN_SECRET={{base62:40}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twitter-access-token"),
            provider: B(T328),
            title: B("X (Twitter) access token"),
            description: B("Public half of a user's OAuth 1.0a token. The user's numeric id, a hyphen, 30 to 45 letters and digits, in a context that speaks of Twitter."),
            why: B(T246),
            revoke: B(T167),
            references: B(&[B(T353)]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{digit:6-20}}-{{base62:30-45}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("twitter")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("twitter-access-token-secret")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TWITTER_ACCESS_TOKEN={{token}}"), B("twitter_oauth_token: {{token}}")]),
            negative: B(&[B("TWITTER_ACCESS_TOKEN={{digit:10}}-{{base62:12}}"), B("order={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("webflow-api-token"),
            provider: B("Webflow"),
            title: B("Webflow API token"),
            description: B("Bearer token of one site. 64 letters and digits under a name that speaks of a Webflow token."),
            why: B("The holder reads and changes the content, forms and orders of the site, and publishes it."),
            revoke: B("Revoke the token under Apps & integrations > API access in the site's settings. See https://developers.webflow.com/."),
            references: B(&[B("https://developers.webflow.com/")]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("webflow-api"), B("webflow-token"), B("webflow-key"), B("webflow-access"), B("webflow-site-token")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("WEBFLOW_API_TOKEN={{token}}"), B("webflow_token: {{token}}")]),
            negative: B(&[B("WEBFLOW_API_TOKEN={{base62:60}}"), B("sha256={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("woocommerce-consumer-secret"),
            provider: B(T327),
            title: B("WooCommerce consumer secret"),
            description: B("Password of HTTP Basic, or query parameter `consumer_secret`, of a shop's REST API. `cs_` and 40 hex characters."),
            why: B(T121),
            revoke: B(T199),
            references: B(&[B(T450)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("cs_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("woocommerce-consumer-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("https://shop.acme.org/wp-json/wc/v3/orders?consumer_secret={{token}}"), B("{{token}}")]),
            negative: B(&[B("cs_{{hex:38}}"), B("docs_{{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("woocommerce-consumer-key"),
            provider: B(T327),
            title: B("WooCommerce consumer key"),
            description: B("User name of HTTP Basic on a shop's REST API. `ck_` and 40 hex characters. No secret by itself."),
            why: B(T121),
            revoke: B(T199),
            references: B(&[B(T450)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("ck_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("consumer_key={{token}}"), B("{{token}}")]),
            negative: B(&[B("ck_{{hex:38}}"), B("stock_{{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("yelp-api-key"),
            provider: B("Yelp"),
            title: B("Yelp API key"),
            description: B("Bearer key of the Yelp API. 128 characters under a name that speaks of Yelp."),
            why: B("The holder calls the API at the owner's cost."),
            revoke: B("Refresh the key under Manage App, https://www.yelp.com/developers/v3/manage_app."),
            references: B(&[B("https://docs.developer.yelp.com/docs/fusion-authentication")]), tags: B(&[B("business")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("yelp-api"), B("yelp-key"), B("yelp-token"), B("yelp-fusion"), B("api.yelp.com")]), hosts: B(&[]), entropy: 4.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("YELP_API_KEY={{token}}"), B("yelp_token: {{token}}")]),
            negative: B(&[B("YELP_API_KEY={{base64url:120}}"), B("digest={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("zendesk-api-token"),
            provider: B("Zendesk"),
            title: B("Zendesk API token"),
            description: B("Password of `agent@domain/token` on the Zendesk API. 40 letters and digits under a name that speaks of Zendesk."),
            why: B("With an agent's address, the holder reads and answers all tickets and manages users."),
            revoke: B("Delete the token in Admin Center under Apps and integrations > APIs. See https://developer.zendesk.com/api-reference/introduction/security-and-auth/."),
            references: B(&[B("https://developer.zendesk.com/api-reference/introduction/security-and-auth/")]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("zendesk")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ZENDESK_API_TOKEN={{token}}"), B("\"zendesk_token\": \"{{token}}\"")]),
            negative: B(&[B("ZENDESK_API_TOKEN={{base62:38}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("zoho-oauth-token"),
            provider: B(T330),
            title: B("Zoho OAuth access, refresh or grant token"),
            description: B("Token of the Zoho APIs, which all three have the same form. `1000.`, 32 hex characters, a dot, 32 hex characters."),
            why: B(T239),
            revoke: B(T35),
            references: B(&[B(T464)]), tags: B(&[B("business")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("1000.{{hex:32}}.{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("zoho-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Zoho-oauthtoken {{token}}"), B("refresh_token={{token}}")]),
            negative: B(&[B("1000.{{hex:32}}"), B("1000.{{hex:32}}.{{hex:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("zoho-client-id"),
            provider: B(T330),
            title: B("Zoho OAuth client ID"),
            description: B("Names an OAuth client. `1000.` and 30 upper-case letters and digits. No secret by itself."),
            why: B(T239),
            revoke: B(T35),
            references: B(&[B(T464)]), tags: B(&[B("business")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("1000.{{uppernum:30}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_id={{token}}"), B("{{token}}")]),
            negative: B(&[B("1000.{{uppernum:25}}"), B("1000.{{digit:6}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("zoho-client-secret"),
            provider: B(T330),
            title: B("Zoho OAuth client secret"),
            description: B("Password of an OAuth client. 42 hex characters under a name such as `zoho_client_secret`."),
            why: B(T239),
            revoke: B(T35),
            references: B(&[B(T464)]), tags: B(&[B("business")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:42}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("zoho-client-secret"), B("zoho-secret"), B("zoho-crm-secret"), B("zoho-crm-client-secret"), B("zoho-books-client-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("zoho-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ZOHO_CLIENT_SECRET={{token}}"), B("zoho_secret: {{token}}")]),
            negative: B(&[B("ZOHO_CLIENT_SECRET={{hex:40}}"), B("digest={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("alibaba-access-key-id"),
            provider: B(T20),
            title: B("Alibaba Cloud AccessKey ID"),
            description: B("Names the key pair that signs requests. It opens nothing without its secret, which usually stands beside it. `LTAI` and 17 to 21 characters."),
            why: B(T293),
            revoke: B(T89),
            references: B(&[B(T452)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("LTAI{{base62:17-21}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("alibaba-access-key-secret")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"accessKeyId\": \"«{{token}}»\"}")]),
            negative: B(&[B("LTAI{{base62:12}}"), B("LTAI{{base62:22}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("alibaba-access-key-secret"),
            provider: B(T20),
            title: B("Alibaba Cloud AccessKey secret"),
            description: B("Signs requests to Alibaba Cloud together with the AccessKey ID. 30 letters and digits under the name that Alibaba Cloud gives it."),
            why: B(T293),
            revoke: B(T89),
            references: B(&[B(T452)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:30}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("accesskeysecret"), B("aliyunsecret"), B("alibabasecret"), B("alibabacloudsecret"), B("aliyunsecretkey"), B("alibabasecretkey")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: Some(B("alibaba-access-key-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ALIBABA_CLOUD_ACCESS_KEY_SECRET=«{{base62:30}}»"), B("{\"accessKeySecret\": \"«{{base62:30}}»\"}")]),
            negative: B(&[B("accessKeySecret={{base62:29}}"), B("traceId={{base62:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-access-key-id"),
            provider: B(T21),
            title: B("AWS access key ID"),
            description: B("Names the key pair that signs requests to AWS. It opens nothing without its secret, which usually stands beside it. `AKIA` (long-term), `ASIA` (temporary), `ABIA` or `ACCA` and 16 base32 characters."),
            why: B(T278),
            revoke: B(T48),
            references: B(&[B(T369), B("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html")]), tags: B(&[B("cloud"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("AKIA{{base32:16}}"), B("ASIA{{base32:16}}"), B("ABIA{{base32:16}}"), B("ACCA{{base32:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.5, stop_words: B(&[]),
        checksum: None, companion: Some(B("aws-secret-access-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("AWS_ACCESS_KEY_ID=«{{token:2}}»"), B("{\"key\": \"accessKey\", \"value\": \"«{{token}}»\", \"type\": \"string\"}")]),
            negative: B(&[B("AKIA{{base32:15}}"), B("AKIA{{base32:17}}"), B("AKIA{{[a-z]:16}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-secret-access-key"),
            provider: B(T21),
            title: B("AWS secret access key"),
            description: B("Signs requests to AWS together with the access key ID. 40 characters of base64 under a name that says so; it has no mark of its own."),
            why: B(T278),
            revoke: B(T48),
            references: B(&[B(T369)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("awssecretaccesskey"), B("awssecretkey"), B("awssecret"), B("awssecretaccess"), B("secretaccesskey")]), hosts: B(&[]), entropy: 4.1, stop_words: B(&[]),
        checksum: None, companion: Some(B("aws-access-key-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("AWS_SECRET_ACCESS_KEY=«{{base64:40}}»"), B("{\"secretAccessKey\": \"«{{base64:40}}»\"}")]),
            negative: B(&[B("AWS_SECRET_ACCESS_KEY={{base64:39}}"), B("etag={{base64:40}}"), B("AWS_SECRET_ACCESS_KEY={{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-session-token"),
            provider: B(T21),
            title: B("AWS session token"),
            description: B("The third part of temporary AWS credentials, recognised by the name it stands under. It expires after minutes to 36 hours."),
            why: B(T278),
            revoke: B(T48),
            references: B(&[B(T369), B("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html")]), tags: B(&[B("cloud")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[]), pattern: Some(B("[A-Za-z0-9+/]{100,2048}={0,2}")),
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("awssessiontoken"), B("xamzsecuritytoken"), B("awssecuritytoken"), B("amzsecuritytoken")]), hosts: B(&[]), entropy: 4.2, stop_words: B(&[]),
        checksum: None, companion: Some(B("aws-access-key-id")),
        identifier: false, generic: false, window: 2050,
        examples: Examples {
            positive: B(&[B("AWS_SESSION_TOKEN=«{{base64:356}}»"), B("{\"X-Amz-Security-Token\": \"«{{base64:410}}==»\"}")]),
            negative: B(&[B("AWS_SESSION_TOKEN={{base64:60}}"), B("payload={{base64:356}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-sts-token"),
            provider: B(T21),
            title: B("AWS STS session token"),
            description: B("The third part of temporary AWS credentials, recognised by the start that tokens of the Security Token Service share, whatever it is called. It expires after minutes to 36 hours."),
            why: B(T278),
            revoke: B(T48),
            references: B(&[B(T369), B("https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html")]), tags: B(&[B("cloud")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("IQoJb3JpZ2lu{{base64:150-2048}}"), B("FwoGZXIvYXdz{{base64:150-2048}}"), B("FQoGZXIvYXdz{{base64:150-2048}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.2, stop_words: B(&[]),
        checksum: None, companion: Some(B("aws-access-key-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"sessionToken\", \"value\": \"«{{token:2}}»\"}")]),
            negative: B(&[B("IQoJb3JpZ2lu{{base64:60}}"), B("IQoJb3JpZ2l0{{base64:300}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-bedrock-api-key"),
            provider: B(T21),
            title: B("Amazon Bedrock API key (long-term)"),
            description: B("Calls the models of Amazon Bedrock as an IAM user made for it, at the owner's cost. `ABSK` and base64 that says `BedrockAPIKey-`, the account and the secret."),
            why: B(T278),
            revoke: B(T48),
            references: B(&[B(T369), B(T370)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("ABSKQmVkcm9ja0FQSUtleS[A-Za-z0-9+/]{91,253}={0,2}")),
        anchors: B(&[B("ABSKQmVkcm9ja0FQSUtleS")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 277,
        examples: Examples {
            positive: B(&[B("«ABSKQmVkcm9ja0FQSUtleS{{base64:109}}=»"), B("Authorization: Bearer «ABSKQmVkcm9ja0FQSUtleS{{base64:110}}»")]),
            negative: B(&[B("ABSKQmVkcm9ja0FQSUtleS{{base64:40}}"), B("ABSKQmVkcm9ja0FQSUtXX{{base64:120}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-bedrock-short-term-api-key"),
            provider: B(T21),
            title: B("Amazon Bedrock API key (short-term)"),
            description: B("A signed address of Amazon Bedrock in base64, valid for at most twelve hours with the rights of the role that made it. It begins with `bedrock-api-key-`."),
            why: B(T278),
            revoke: B(T48),
            references: B(&[B(T369), B(T370)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/]{40,4000}={0,2}")),
        anchors: B(&[B("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4046,
        examples: Examples {
            positive: B(&[B("«bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{{base64:400}}»"), B("AWS_BEARER_TOKEN_BEDROCK=«bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{{base64:201}}==»")]),
            negative: B(&[B("bedrock-api-key-{{base64:200}}"), B("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-appsync-api-key"),
            provider: B(T21),
            title: B("AWS AppSync API key"),
            description: B("Opens one GraphQL API to anybody who sends it in `x-api-key`, as far as the schema allows API keys. `da2-` and 26 characters."),
            why: B(T278),
            revoke: B("Delete the key in the settings of the AppSync API; see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html"),
            references: B(&[B(T369), B("https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html")]), tags: B(&[B("cloud")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("da2-{{lowernum:26}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"x-api-key\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("da2-{{lowernum:25}}"), B("da2-{{lowernum:27}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("aws-mws-auth-token"),
            provider: B(T21),
            title: B("Amazon MWS auth token"),
            description: B("Lets a developer's application act for a seller on Amazon Marketplace Web Service, the predecessor of the Selling Partner API. `amzn.mws.` and a UUID."),
            why: B("Whoever holds the token, with the developer's own key, reads and changes the orders, stock and customers of the seller."),
            revoke: B("Remove the developer under User permissions in Seller Central; see https://developer-docs.amazon.com/sp-api/"),
            references: B(&[B(T369), B("https://developer-docs.amazon.com/sp-api/")]), tags: B(&[B("cloud"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("amzn.mws.{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.4, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("MWSAuthToken=«{{token}}»&Action=ListOrders")]),
            negative: B(&[B("amzn.mws.{{hex:32}}"), B("amzn.mws.{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:11}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-storage-account-key"),
            provider: B(T135),
            title: B("Azure Storage account key"),
            description: B("Reads, writes and deletes every blob, file, queue and table of the storage account and signs shared access signatures for others. 88 characters of base64 with the mark `+ASt` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B(T424)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:76}}+ASt{{base64:5}}{{[AQgw]:1}}==")]), pattern: None,
        anchors: B(&[B("+ASt")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("AZURE_STORAGE_KEY=«{{token}}»")]),
            negative: B(&[B("{{base62:75}}+ASt{{base64:5}}A=="), B("{{base62:76}}+ASt{{base64:5}}B==")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-storage-account-key-legacy"),
            provider: B(T135),
            title: B("Azure Storage account key of the older format"),
            description: B("The storage account key as it was before it had a mark: 88 characters of base64 under a name that says Azure storage."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B(T424)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64:86}}==")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("azurestoragekey"), B("azurestorageaccountkey"), B("azurestorageaccesskey"), B("storageaccountkey")]), hosts: B(&[]), entropy: 4.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 4096,
        examples: Examples {
            positive: B(&[B("AZURE_STORAGE_KEY=«{{base64:86}}==»"), B("{\"storageAccountKey\": \"«{{base64:86}}==»\"}")]),
            negative: B(&[B("signature={{base64:86}}=="), B("AZURE_STORAGE_KEY={{base64:85}}==")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-cosmos-db-key"),
            provider: B(T135),
            title: B("Azure Cosmos DB account key"),
            description: B("Reads or changes all databases of the Cosmos DB account. 88 characters of base64 with the mark `ACDb` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/cosmos-db/how-to-rotate-keys")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:76}}ACDb{{base64:5}}{{[AQgw]:1}}==")]), pattern: None,
        anchors: B(&[B("ACDb")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=«{{token}}»;")]),
            negative: B(&[B("{{base62:75}}ACDb{{base64:5}}A=="), B("{{base62:76}}ACDb{{base64:5}}A=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-batch-key"),
            provider: B(T135),
            title: B("Azure Batch account key"),
            description: B("Submits and changes the jobs of a Batch account and so runs code on its machines. 88 characters of base64 with the mark `+ABa` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/batch/batch-account-create-portal")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:76}}+ABa{{base64:5}}{{[AQgw]:1}}==")]), pattern: None,
        anchors: B(&[B("+ABa")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("BATCH_ACCOUNT_KEY=«{{token}}»")]),
            negative: B(&[B("{{base62:75}}+ABa{{base64:5}}A=="), B("{{base62:76}}+ABa{{base64:5}}Z==")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-machine-learning-key"),
            provider: B(T135),
            title: B("Azure Machine Learning key"),
            description: B("Calls the endpoints of an Azure Machine Learning service. 88 characters of base64 with the mark `+AMC` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-online-endpoint")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:76}}+AMC{{base64:5}}{{[AQgw]:1}}==")]), pattern: None,
        anchors: B(&[B("+AMC")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"mlKey\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("{{base62:75}}+AMC{{base64:5}}A=="), B("{{base62:76}}+AMC{{base64:5}}B==")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-api-management-key"),
            provider: B(T135),
            title: B("Azure API Management key"),
            description: B("Grants direct access to an API Management service, for example to its configuration or gateway. 88 characters of base64 with the mark `APIM` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/api-management/api-management-key-concepts")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:76}}APIM{{base64:5}}{{[AQgw]:1}}==")]), pattern: None,
        anchors: B(&[B("APIM")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("GATEWAY_KEY=«{{token}}»")]),
            negative: B(&[B("{{base62:75}}APIM{{base64:5}}A=="), B("{{base62:76}}APIM{{base64:5}}B==")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-service-bus-key"),
            provider: B(T135),
            title: B("Azure Service Bus key"),
            description: B("Sends, receives or manages the queues and topics that its policy names. 44 characters of base64 with the mark `+ASb` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B(T423)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:33}}+ASb{{[A-P]:1}}{{base64:5}}=")]), pattern: None,
        anchors: B(&[B("+ASb")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=«{{token}}»")]),
            negative: B(&[B("{{base62:32}}+ASb{{[A-P]:1}}{{base64:5}}="), B("{{base62:33}}+ASb{{[A-P]:1}}{{base64:5}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-event-hubs-key"),
            provider: B(T135),
            title: B("Azure Event Hubs key"),
            description: B("Sends to, listens to or manages the event hubs that its policy names. 44 characters of base64 with the mark `+AEh` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/event-hubs/authorize-access-shared-access-signature")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:33}}+AEh{{[A-P]:1}}{{base64:5}}=")]), pattern: None,
        anchors: B(&[B("+AEh")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("SharedAccessKey=«{{token}}»;EntityPath=orders")]),
            negative: B(&[B("{{base62:32}}+AEh{{[A-P]:1}}{{base64:5}}="), B("{{base62:33}}+AEh{{[Q-Z]:1}}{{base64:5}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-relay-key"),
            provider: B(T135),
            title: B("Azure Relay key"),
            description: B("Sends to, listens on or manages the relays that its policy names, which often lead into a private network. 44 characters of base64 with the mark `+ARm` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/azure-relay/relay-authentication-and-authorization")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:33}}+ARm{{[A-P]:1}}{{base64:5}}=")]), pattern: None,
        anchors: B(&[B("+ARm")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("SharedAccessKey=«{{token}}»")]),
            negative: B(&[B("{{base62:32}}+ARm{{[A-P]:1}}{{base64:5}}="), B("{{base62:33}}+ARm{{[Q-Z]:1}}{{base64:5}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-iot-key"),
            provider: B(T135),
            title: B("Azure IoT key"),
            description: B("Speaks to an IoT hub, provisioning service or device as its policy allows. 44 characters of base64 with the mark `AIoT` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-sas")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:33}}AIoT{{[A-P]:1}}{{base64:5}}=")]), pattern: None,
        anchors: B(&[B("AIoT")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("HostName=acme.azure-devices.net;SharedAccessKeyName=service;SharedAccessKey=«{{token}}»")]),
            negative: B(&[B("{{base62:32}}AIoT{{[A-P]:1}}{{base64:5}}="), B("{{base62:33}}AIoT{{[Q-Z]:1}}{{base64:5}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-event-grid-key"),
            provider: B(T135),
            title: B("Azure Event Grid key"),
            description: B("Publishes events to a topic or domain, and so triggers whatever listens there. 44 characters with the mark `AZEG` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/event-grid/authenticate-with-access-keys-shared-access-signatures")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:33}}AZEG{{[A-P]:1}}{{base64:5}}=")]), pattern: None,
        anchors: B(&[B("AZEG")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("aeg-sas-key: «{{token}}»")]),
            negative: B(&[B("{{base62:32}}AZEG{{[A-P]:1}}{{base64:5}}="), B("{{base62:33}}AZEG{{[Q-Z]:1}}{{base64:5}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-redis-key"),
            provider: B(T135),
            title: B("Azure Cache for Redis key"),
            description: B("Reads and changes everything in the cache, sessions included. 44 characters with the mark `AzCa` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:33}}AzCa{{[A-P]:1}}{{base64:5}}=")]), pattern: None,
        anchors: B(&[B("AzCa")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("acme.redis.cache.windows.net:6380,password=«{{token}}»,ssl=True")]),
            negative: B(&[B("{{base62:32}}AzCa{{[A-P]:1}}{{base64:5}}="), B("{{base62:33}}AzCa{{[Q-Z]:1}}{{base64:5}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-container-registry-key"),
            provider: B(T135),
            title: B("Azure Container Registry password"),
            description: B("Pulls, and as admin pushes, the images of a registry. 52 characters with the mark `+ACR` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/container-registry/container-registry-authentication")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base64:42}}+ACR{{[A-D]:1}}{{base64:5}}")]), pattern: None,
        anchors: B(&[B("+ACR")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("docker login acme.azurecr.io -u acme -p «{{token}}»")]),
            negative: B(&[B("{{base62:41}}+ACR{{[A-D]:1}}{{base64:5}}"), B("{{base62:42}}+ACR{{[E-Z]:1}}{{base64:5}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-search-key"),
            provider: B(T135),
            title: B("Azure AI Search key"),
            description: B("Queries a search service; an admin key also changes and deletes its indexes. 52 characters with the mark `AzSe` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/search/search-security-api-keys")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base62:42}}AzSe{{[A-D]:1}}{{base62:5}}")]), pattern: None,
        anchors: B(&[B("AzSe")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"api-key\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("{{base62:41}}AzSe{{[A-D]:1}}{{base62:5}}"), B("{{base62:42}}AzSe{{[E-Z]:1}}{{base62:5}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-functions-key"),
            provider: B(T135),
            title: B("Azure Functions key"),
            description: B("Calls a function app's HTTP functions; the master key also reaches its runtime APIs. 56 characters with the mark `AzFu` near the end."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/azure-functions/function-keys-how-to")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{base64url:44}}AzFu{{base64url:5}}{{[AQgw]:1}}==")]), pattern: None,
        anchors: B(&[B("AzFu")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("«{{base62:44}}AzFu{{base64url:5}}A==»"), B("https://acme.azurewebsites.net/api/orders?code=«{{base62:44}}AzFu{{base64url:5}}Q==»")]),
            negative: B(&[B("{{base62:43}}AzFu{{base64url:5}}A=="), B("{{base62:44}}AzFu{{base64url:5}}B==")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-entra-client-secret"),
            provider: B(T135),
            title: B("Microsoft Entra client secret"),
            description: B("Lets an app registration (formerly Azure AD) sign in as itself, with every permission granted to it. 37 to 40 characters with a digit and `Q~` as the fourth to sixth."),
            why: B("Whoever holds the secret and the client id, which is public, gets tokens for everything the application may do: mail, files and users of the tenant, or Azure resources."),
            revoke: B("Delete the secret under Certificates & secrets of the app registration and add a new one; see https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials"),
            references: B(&[B(T422), B("https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:^|[^A-Za-z0-9_~.-])(?P<secret>[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})(?:[^A-Za-z0-9_~-]|$)")),
        anchors: B(&[B("0Q~"), B("1Q~"), B("2Q~"), B("3Q~"), B("4Q~"), B("5Q~"), B("6Q~"), B("7Q~"), B("8Q~"), B("9Q~")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 42,
        examples: Examples {
            positive: B(&[B("client_secret=«{{base62:3}}8Q~{{base62:34}}»&grant_type=client_credentials"), B("{\"key\": \"clientSecret\", \"value\": \"«{{base62:3}}7Q~{{[A-Za-z0-9_~]:31}}»\"}")]),
            negative: B(&[B("{{base62:3}}8Q~{{base62:28}}"), B("{{base62:3}}8R~{{base62:34}}"), B("{{base62:9}}8Q~{{base62:34}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-sas-signature"),
            provider: B(T135),
            title: B("Azure shared access signature"),
            description: B("The signature in the address of a blob, file, queue or table: the address alone opens what its `sp` and `se` parameters say, until then. Recognised by the service version `sv` before it."),
            why: B(T292),
            revoke: B("Regenerate the account key that signed it, or revoke the stored access policy or user delegation key; see https://learn.microsoft.com/azure/storage/common/storage-sas-overview"),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/storage/common/storage-sas-overview")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("sv=20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:&[A-Za-z]{1,8}=[^\\s\"'<>#&{}]{0,120}){0,16}&sig=(?P<secret>(?:[A-Za-z0-9/+]|%2[BbFf]){43}(?:=|%3[Dd]))")),
        anchors: B(&[B("sv=20")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 2230,
        examples: Examples {
            positive: B(&[B("https://acme.blob.core.windows.net/in?sp=r&st=2025-01-01T00:00:00Z&se=2027-01-01T00:00:00Z&spr=https&sv=2022-11-02&sr=c&sig=«{{base62:20}}%2B{{base62:20}}%2F{{base62:1}}%3D»"), B("?sv=2021-06-08&ss=b&srt=sco&sp=rwd&se=2027-01-01&sig=«{{base64:43}}=»")]),
            negative: B(&[B("?sv=2021-06-08&sr=c&sig={{base62:30}}"), B("?v=2021&sig={{base64:43}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-shared-access-signature-header"),
            provider: B(T135),
            title: B("Azure shared access signature in a header"),
            description: B("A ready-made `SharedAccessSignature` for Service Bus, Event Hubs, IoT Hub or API Management: it opens what it names until it expires. The signature is the secret part."),
            why: B(T292),
            revoke: B("Regenerate the key of the policy that signed it; see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas"),
            references: B(&[B(T422), B(T423), B("https://learn.microsoft.com/rest/api/eventhub/generate-sas-token")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("SharedAccessSignature (?:[a-z]{2,4}=[^\\s\"'<>&{}]{1,400}&){0,6}sig=(?P<secret>(?:[A-Za-z0-9/+]|%2[BbFf]){43}(?:=|%3[Dd]))")),
        anchors: B(&[B("SharedAccessSignature ")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 2594,
        examples: Examples {
            positive: B(&[B("Authorization: SharedAccessSignature sr=https%3A%2F%2Facme.servicebus.windows.net&sig=«{{base62:43}}%3D»&se=1799999999&skn=send"), B("{\"key\": \"Authorization\", \"value\": \"SharedAccessSignature sr=acme.azure-devices.net&sig=«{{base62:21}}%2f{{base62:21}}%3d»&se=1799999999\"}")]),
            negative: B(&[B("SharedAccessSignature sr=acme&sig={{base62:20}}%3D"), B("SharedAccessSignature sr=acme&se=1799999999")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-identifiable-key"),
            provider: B(T135),
            title: B("Azure key of the common annotated format"),
            description: B("The newest form of Azure keys (Azure OpenAI and other AI services, SignalR, and more): 84 characters, or 88 with padding, with the mark `JQQJ9` after 52 random ones and the date and service after it."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://github.com/microsoft/security-utilities")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:^|[^A-Za-z0-9])(?P<secret>[A-Za-z0-9]{52}JQQJ9[9D][A-Za-z0-9][A-L][A-Za-z0-9]{24}(?:[A-Za-z0-9_-]{2}==)?)(?:[^A-Za-z0-9_=-]|$)")),
        anchors: B(&[B("JQQJ9")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 90,
        examples: Examples {
            positive: B(&[B("«{{base62:52}}JQQJ99B{{[A-L]:1}}{{base62:24}}»"), B("{\"key\": \"api-key\", \"value\": \"«{{base62:52}}JQQJ99A{{[A-L]:1}}{{base62:24}}»\"}")]),
            negative: B(&[B("{{base62:51}}JQQJ99BA{{base62:24}}"), B("{{base62:52}}JQQJ99BA{{base62:20}}"), B("{{base62:52}}JQQJ88BA{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-devops-token"),
            provider: B(T135),
            title: B("Azure DevOps personal access token"),
            description: B("Acts as its user on the repositories, pipelines and boards of one or all organisations, within its scopes. 84 characters with the mark `AZDO` before the last four."),
            why: B(T312),
            revoke: B(T187),
            references: B(&[B(T422), B(T421)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base62:76}}AZDO{{base62:4}}")]), pattern: None,
        anchors: B(&[B("AZDO")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://acme:«{{token}}»@dev.azure.com/acme/_git/shop")]),
            negative: B(&[B("{{base62:75}}AZDO{{base62:4}}"), B("{{base62:76}}AZDO{{base62:5}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-devops-token-legacy"),
            provider: B(T135),
            title: B("Azure DevOps personal access token of the older format"),
            description: B("The personal access token as it was before it had a mark: 52 lower-case base32 characters under a name that says Azure DevOps."),
            why: B(T312),
            revoke: B(T187),
            references: B(&[B(T422), B(T421)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[a-z2-7]:52}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("azuredevopspat"), B("azuredevopstoken"), B("azuredevopsextpat"), B("azdopat"), B("azdotoken"), B("vststoken"), B("vstspat")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("AZURE_DEVOPS_EXT_PAT=«{{[a-z2-7]:52}}»"), B("{\"azureDevOpsToken\": \"«{{[a-z2-7]:52}}»\"}")]),
            negative: B(&[B("AZURE_DEVOPS_EXT_PAT={{[a-z2-7]:51}}"), B("nonce={{[a-z2-7]:52}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-openai-key"),
            provider: B(T135),
            title: B("Azure OpenAI key"),
            description: B("Calls the deployed models of an Azure OpenAI resource at its owner's cost. 32 hexadecimal characters under a name that says Azure OpenAI."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/ai-services/openai/reference")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("azureopenaikey"), B("azureopenaiapikey"), B("azureaoaikey"), B("aoaikey"), B("aoaiapikey")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("AZURE_OPENAI_API_KEY=«{{hex:32}}»"), B("{\"azureOpenAiKey\": \"«{{hex:32}}»\"}")]),
            negative: B(&[B("AZURE_OPENAI_API_KEY={{hex:31}}"), B("md5={{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-subscription-key"),
            provider: B(T135),
            title: B("Azure subscription key"),
            description: B("Opens an API behind Azure API Management, or an Azure AI service, to whoever sends it as `Ocp-Apim-Subscription-Key`. 32 hexadecimal characters under that name."),
            why: B("Whoever holds the key calls the API as the subscriber, on the subscriber's quota and bill."),
            revoke: B("Regenerate the key under Subscriptions of the API Management service, or under Keys of the AI service; see https://learn.microsoft.com/azure/api-management/api-management-subscriptions"),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/api-management/api-management-subscriptions")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hexi:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("ocpapimsubscriptionkey")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Ocp-Apim-Subscription-Key=«{{hex:32}}»"), B("{\"Ocp-Apim-Subscription-Key\": \"«{{hex:32}}»\"}")]),
            negative: B(&[B("Ocp-Apim-Subscription-Key={{hex:24}}"), B("requestId={{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("azure-app-configuration-secret"),
            provider: B(T135),
            title: B("Azure App Configuration secret"),
            description: B("Reads, or with a read-write key changes, every setting in an App Configuration store, feature flags included. The `Secret` of a connection string to `azconfig.io`."),
            why: B(T292),
            revoke: B(T168),
            references: B(&[B(T422), B("https://learn.microsoft.com/azure/azure-app-configuration/howto-best-practices")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\.azconfig\\.io;Id=[A-Za-z0-9+/:-]{4,120};Secret=(?P<secret>[A-Za-z0-9+/]{36,100}={0,2})")),
        anchors: B(&[B(".azconfig.io;Id=")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 246,
        examples: Examples {
            positive: B(&[B("Endpoint=https://acme.azconfig.io;Id={{base62:4}}-l0-s0:{{base62:20}};Secret=«{{base64:43}}=»"), B("Endpoint=https://acme.azconfig.io;Id={{base62:4}};Secret=«{{base62:84}}»")]),
            negative: B(&[B("Endpoint=https://acme.azconfig.io;Id={{base62:4}};Secret={{base62:20}}"), B("Endpoint=https://acme.azconfig.io;Secret={{base64:43}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cloudflare-user-api-token"),
            provider: B(T39),
            title: B("Cloudflare user API token"),
            description: B("Acts for a user, limited to the permissions and zones chosen for it. `cfut_`, 40 characters and a checksum of eight."),
            why: B(T281),
            revoke: B(T205),
            references: B(&[B(T356)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("cfut_{{base64url:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("cfut_{{base64url:47}}"), B("cfut_{{base64url:49}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cloudflare-account-api-token"),
            provider: B(T39),
            title: B("Cloudflare account API token"),
            description: B("Acts for an account rather than a person, limited to the permissions chosen for it. `cfat_`, 40 characters and a checksum of eight."),
            why: B(T281),
            revoke: B(T205),
            references: B(&[B(T356)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("cfat_{{base64url:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("CLOUDFLARE_API_TOKEN=«{{token}}»")]),
            negative: B(&[B("cfat_{{base64url:47}}"), B("cfat_{{base64url:49}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cloudflare-global-api-key"),
            provider: B(T39),
            title: B("Cloudflare global API key"),
            description: B("Has every right of its user on every account and zone, and cannot be limited. `cfk_`, 40 characters and a checksum of eight."),
            why: B(T281),
            revoke: B(T205),
            references: B(&[B(T356)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("cfk_{{base64url:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Auth-Key: «{{token}}»")]),
            negative: B(&[B("cfk_{{base64url:47}}"), B("cfk_{{base64url:49}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cloudflare-global-api-key-legacy"),
            provider: B(T39),
            title: B("Cloudflare global API key of the older format"),
            description: B("The global key as it was before it had a prefix: 37 hexadecimal characters, sent as `X-Auth-Key` beside the mail address of its user."),
            why: B(T281),
            revoke: B(T205),
            references: B(&[B(T356)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:37}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("xauthkey"), B("cloudflareapikey"), B("cloudflareglobalapikey"), B("cloudflareglobalkey"), B("cloudflarekey"), B("cfapikey")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CLOUDFLARE_API_KEY=«{{hex:37}}»"), B("{\"X-Auth-Key\": \"«{{hex:37}}»\"}")]),
            negative: B(&[B("CLOUDFLARE_API_KEY={{hex:36}}"), B("hash={{hex:37}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cloudflare-api-token-legacy"),
            provider: B(T39),
            title: B("Cloudflare API token of the older format"),
            description: B("The scoped API token as it was before it had a prefix: 40 characters under a name that says Cloudflare."),
            why: B(T281),
            revoke: B(T205),
            references: B(&[B(T356)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("cloudflareapitoken"), B("cloudflaretoken"), B("cfapitoken"), B("cloudflareauthtoken")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CLOUDFLARE_API_TOKEN=«{{base62:40}}»"), B("{\"cf_api_token\": \"«{{base62:40}}»\"}")]),
            negative: B(&[B("CLOUDFLARE_API_TOKEN={{base62:39}}"), B("cf_ray={{base62:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("cloudflare-origin-ca-key"),
            provider: B(T39),
            title: B("Cloudflare Origin CA key"),
            description: B("Issues and revokes the certificates that Cloudflare trusts at the origin servers of all zones of its user. `v1.0-`, 24 and 146 hexadecimal characters."),
            why: B(T281),
            revoke: B(T205),
            references: B(&[B(T356), B("https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("v1.0-{{hex:24}}-{{hex:146}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Auth-User-Service-Key: «{{token}}»")]),
            negative: B(&[B("v1.0-{{hex:24}}-{{hex:145}}"), B("v1.0-{{hex:23}}-{{hex:146}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("confluent-api-secret"),
            provider: B(T41),
            title: B("Confluent Cloud API secret"),
            description: B("The password of a Confluent Cloud API key. `cflt` and 60 characters, of which the last six are a checksum."),
            why: B(T302),
            revoke: B(T62),
            references: B(&[B(T372)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("cflt{{base64:54}}{{base64:6}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: Some(Checksum::Confluent), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("sasl.jaas.config=org.apache.kafka.PlainLoginModule required password=\"«{{token}}»\";")]),
            negative: B(&[B("cflt{{base62:59}}"), B("cflt{{base62:61}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("confluent-api-secret-legacy"),
            provider: B(T41),
            title: B("Confluent Cloud API secret of the older format"),
            description: B("The API secret as it was before it had a prefix: 64 characters of base64 under a name that says Confluent."),
            why: B(T302),
            revoke: B(T62),
            references: B(&[B(T372)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("confluentapisecret"), B("confluentsecret"), B("confluentcloudsecret"), B("confluentcloudapisecret"), B("confluentkafkasecret")]), hosts: B(&[]), entropy: 4.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CONFLUENT_API_SECRET=«{{base64:64}}»"), B("{\"confluentSecret\": \"«{{base64:64}}»\"}")]),
            negative: B(&[B("CONFLUENT_API_SECRET={{base64:63}}"), B("digest={{base64:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("databricks-personal-access-token"),
            provider: B("Databricks"),
            title: B("Databricks personal access token"),
            description: B("Calls the REST API, the CLI and the SQL endpoints of a workspace. `dapi` and 32 hexadecimal characters, with `-` and a number after it on Azure."),
            why: B("Whoever holds the token runs code and queries in the workspace as its user or service principal and reads the data they can read."),
            revoke: B("Revoke it under Settings > Developer > Access tokens, or as an administrator through the token management API; see https://docs.databricks.com/en/dev-tools/auth/pat.html"),
            references: B(&[B("https://docs.databricks.com/en/dev-tools/auth/pat.html")]), tags: B(&[B("cloud"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:^|[^A-Za-z0-9_]|\\\\[nrt])(?P<secret>dapi[a-f0-9]{32}(?:-[0-9]{1,2})?)\\b")),
        anchors: B(&[B("dapi")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 41,
        examples: Examples {
            positive: B(&[B("«dapi{{hex:32}}»"), B("Authorization: Bearer «dapi{{hex:32}}-{{digit:1}}»")]),
            negative: B(&[B("dapi{{hex:31}}"), B("dapi{{hex:33}}"), B("sandapi{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("digitalocean-personal-access-token"),
            provider: B(T88),
            title: B("DigitalOcean personal access token"),
            description: B("Calls the DigitalOcean API as its owner. `dop_v1_` and 64 hexadecimal characters."),
            why: B(T303),
            revoke: B(T51),
            references: B(&[B(T375)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dop_v1_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("dop_v1_{{hex:63}}"), B("dop_v1_{{hex:65}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("digitalocean-oauth-access-token"),
            provider: B(T88),
            title: B("DigitalOcean OAuth access token"),
            description: B("Calls the DigitalOcean API for a user who authorised an application. `doo_v1_` and 64 hexadecimal characters."),
            why: B(T303),
            revoke: B(T51),
            references: B(&[B(T375), B(T376)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("doo_v1_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"access_token\": \"«{{token}}»\"}")]),
            negative: B(&[B("doo_v1_{{hex:60}}"), B("doo_v2_{{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("digitalocean-oauth-refresh-token"),
            provider: B(T88),
            title: B("DigitalOcean OAuth refresh token"),
            description: B("Yields new access tokens for a user who authorised an application. `dor_v1_` and 64 hexadecimal characters."),
            why: B(T303),
            revoke: B(T51),
            references: B(&[B(T375), B(T376)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("dor_v1_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("grant_type=refresh_token&refresh_token=«{{token}}»")]),
            negative: B(&[B("dor_v1_{{hex:63}}"), B("dor_v1_{{hex:66}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("fastly-api-token"),
            provider: B("Fastly"),
            title: B("Fastly API token"),
            description: B("Calls the Fastly API as its user or as an automation account. 32 characters, sent as `Fastly-Key`."),
            why: B("Whoever holds the token purges and reconfigures the services that it covers, and so can change what every visitor is served."),
            revoke: B("Delete it under Account > API tokens; see https://www.fastly.com/documentation/reference/api/auth-tokens/"),
            references: B(&[B("https://www.fastly.com/documentation/reference/api/auth-tokens/")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("fastlykey"), B("fastlytoken"), B("fastlyapitoken"), B("fastlyapikey")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("FASTLY_API_TOKEN=«{{base62:32}}»"), B("{\"Fastly-Key\": \"«{{base62:32}}»\"}")]),
            negative: B(&[B("FASTLY_API_TOKEN={{base62:31}}"), B("serviceId={{base62:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("firebase-cloud-messaging-server-key"),
            provider: B("Firebase"),
            title: B("Firebase Cloud Messaging server key"),
            description: B("Sends push messages through the legacy FCM API, which Google began to switch off in mid-2024. `AAAA`, seven characters, `:APA91b` and a long body."),
            why: B("Whoever holds the key sends push messages to every installation of the app."),
            revoke: B("Delete the key in the Cloud Messaging settings of the project and move to the HTTP v1 API; see https://firebase.google.com/docs/cloud-messaging/migrate-v1"),
            references: B(&[B("https://firebase.google.com/docs/cloud-messaging/migrate-v1")]), tags: B(&[B("cloud"), B("postman-default")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("AAAA{{base64url:7}}:APA91b{{base64url:120-180}}")]), pattern: None,
        anchors: B(&[B(":APA91b")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: key=«{{token}}»")]),
            negative: B(&[B("AAAA{{base64url:7}}:APA91b{{base64url:60}}"), B("{{[b-z]:22}}:APA91b{{base64url:134}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("fly-access-token"),
            provider: B(T107),
            title: B("Fly.io access token"),
            description: B("One or more macaroons that open an organisation, an app or one machine, as far as their caveats allow. `fm2_` (or `fm1r_`, `fm1a_`) and a long base64 body, joined by commas."),
            why: B(T305),
            revoke: B(T214),
            references: B(&[B(T413)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("fm(?:2|1r|1a)_[A-Za-z0-9+/]{100,1200}={0,2}(?:,fm(?:2|1r|1a)_[A-Za-z0-9+/]{100,1200}={0,2}){0,2}")),
        anchors: B(&[B("fm2_"), B("fm1r_"), B("fm1a_")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 3623,
        examples: Examples {
            positive: B(&[B("FLY_API_TOKEN=FlyV1 «fm2_{{base64:180}}=»"), B("Authorization: FlyV1 «fm2_{{base64:240}},fm2_{{base64:141}}=»")]),
            negative: B(&[B("fm2_{{base64:40}}"), B("fm3_{{base64:200}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("fly-deploy-token"),
            provider: B(T107),
            title: B("Fly.io token of the older format"),
            description: B("An access token made before Fly.io moved to macaroons. `fo1_` and 40 to 80 characters."),
            why: B(T305),
            revoke: B(T214),
            references: B(&[B(T413)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("fo1_{{base64url:40-80}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("FLY_API_TOKEN=«{{token}}»")]),
            negative: B(&[B("fo1_{{base64url:30}}"), B("fo1_{{base64url:81}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("google-api-key"),
            provider: B(T111),
            title: B("Google API key"),
            description: B("Names a Google Cloud project to APIs such as Maps, YouTube or Gemini, which bill it or open to it. A key without restrictions works from anywhere. `AIza` and 35 characters."),
            why: B(T279),
            revoke: B(T58),
            references: B(&[B(T335)]), tags: B(&[B("cloud"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("AIza{{base64url:35}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://maps.googleapis.com/maps/api/geocode/json?address=Bern&key=«{{token}}»")]),
            negative: B(&[B("AIza{{base64url:34}}"), B("AIza{{base64url:36}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("google-service-account-api-key"),
            provider: B(T111),
            title: B("Google API key bound to a service account"),
            description: B("Calls Vertex AI and other Google Cloud APIs as a service account, not just as a project. `AQ.Ab8R` and 46 characters."),
            why: B(T279),
            revoke: B(T58),
            references: B(&[B(T335)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("AQ.Ab8R{{base64url:46}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("x-goog-api-key: «{{token}}»")]),
            negative: B(&[B("AQ.Ab8R{{base64url:45}}"), B("AQ.Ab8S{{base64url:46}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("google-oauth-client-secret"),
            provider: B(T111),
            title: B("Google OAuth client secret"),
            description: B("Proves to Google that a request comes from the application; with it, codes and refresh tokens of its users become access tokens. `GOCSPX-` and 28 characters."),
            why: B(T279),
            revoke: B(T16),
            references: B(&[B(T335), B(T360)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("GOCSPX-{{base64url:28}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"client_secret\": \"«{{token}}»\"}")]),
            negative: B(&[B("GOCSPX-{{base64url:27}}"), B("GOCSPX-{{base64url:29}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("google-oauth-client-secret-legacy"),
            provider: B(T111),
            title: B("Google OAuth client secret of the older format"),
            description: B("The client secret as it was before it had a prefix: 24 characters under a name that says Google."),
            why: B(T279),
            revoke: B(T16),
            references: B(&[B(T335), B(T360)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:24}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("googleclientsecret"), B("googleoauthclientsecret"), B("googleoauthsecret"), B("gcpclientsecret")]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("GOOGLE_CLIENT_SECRET=«{{base62:24}}»"), B("{\"googleClientSecret\": \"«{{base62:24}}»\"}")]),
            negative: B(&[B("GOOGLE_CLIENT_SECRET={{base62:23}}"), B("state={{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("google-oauth-access-token"),
            provider: B(T111),
            title: B("Google OAuth access token"),
            description: B("Calls Google APIs as a user or service account within the granted scopes. It expires after about an hour. `ya29.` and a long body."),
            why: B(T279),
            revoke: B("It expires by itself; to end it sooner, send it to https://oauth2.googleapis.com/revoke, see https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke"),
            references: B(&[B(T335), B(T360)]), tags: B(&[B("cloud"), B("postman-default")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("ya29.{{base64url:40-1024}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("ya29.{{base64url:12}}"), B("ya28.{{base64url:120}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("google-oauth-refresh-token"),
            provider: B(T111),
            title: B("Google OAuth refresh token"),
            description: B("Yields new access tokens for a user, together with the client's id and secret, until the user withdraws the grant. `1//0` and a long body."),
            why: B(T279),
            revoke: B("Send it to https://oauth2.googleapis.com/revoke, or have the user remove the application from the account; see https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke"),
            references: B(&[B(T335), B(T360)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("1//0{{base64url:40-200}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: Some(B("google-oauth-client-secret")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"refresh_token\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("1//0{{base64url:20}}"), B("x1//0{{base64url:90}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("heroku-api-key"),
            provider: B(T114),
            title: B("Heroku API key"),
            description: B("Calls the Heroku platform API as its user. `HRKU-` and 60 characters."),
            why: B(T291),
            revoke: B(T165),
            references: B(&[B(T339)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("HRKU-{{base64url:60}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("HRKU-{{base64url:59}}"), B("HRKU-{{base64url:61}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("heroku-api-key-legacy"),
            provider: B(T114),
            title: B("Heroku API key of the older format"),
            description: B("The API key as it was before it had a prefix: a UUID under a name that says Heroku."),
            why: B(T291),
            revoke: B(T165),
            references: B(&[B(T339)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("herokuapikey"), B("herokukey"), B("herokutoken"), B("herokuapitoken"), B("herokuauthtoken")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("HEROKU_API_KEY=«{{uuid}}»"), B("{\"herokuToken\": \"«{{uuid}}»\"}")]),
            negative: B(&[B("HEROKU_API_KEY={{hex:32}}"), B("requestId={{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("ibm-cloud-api-key"),
            provider: B("IBM Cloud"),
            title: B("IBM Cloud API key"),
            description: B("Exchanged for IAM tokens of the user or service ID. 42 to 44 characters under a name that says IBM Cloud."),
            why: B("Whoever holds the key calls IBM Cloud as its user or service ID, with all of their rights."),
            revoke: B("Delete or disable it on the API keys page of IAM; see https://cloud.ibm.com/docs/account?topic=account-userapikey"),
            references: B(&[B("https://cloud.ibm.com/docs/account?topic=account-userapikey")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:42-44}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("ibmcloudapikey"), B("ibmcloudkey"), B("ibmapikey"), B("ibmcloudiamapikey"), B("ibmiamapikey"), B("bluemixapikey")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("IBMCLOUD_API_KEY=«{{base62:44}}»"), B("{\"ibm_api_key\": \"«{{base62:44}}»\"}")]),
            negative: B(&[B("IBMCLOUD_API_KEY={{base62:40}}"), B("requestToken={{base62:44}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("linode-personal-access-token"),
            provider: B("Linode"),
            title: B("Linode personal access token"),
            description: B("Calls the Linode API (Akamai cloud computing) as its user. 64 hexadecimal characters under a name that says Linode."),
            why: B("Whoever holds the token creates, reads and destroys the machines, volumes and domains that its scopes name."),
            revoke: B("Revoke it under API Tokens of the profile; see https://techdocs.akamai.com/cloud-computing/docs/manage-personal-access-tokens"),
            references: B(&[B("https://techdocs.akamai.com/cloud-computing/docs/manage-personal-access-tokens")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("linodetoken"), B("linodeapitoken"), B("linodeapikey"), B("linodeaccesstoken"), B("linodeclitoken")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("LINODE_TOKEN=«{{hex:64}}»"), B("{\"linodeApiToken\": \"«{{hex:64}}»\"}")]),
            negative: B(&[B("LINODE_TOKEN={{hex:63}}"), B("sha256={{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mongodb-atlas-service-account-secret"),
            provider: B(T139),
            title: B("MongoDB Atlas service account secret"),
            description: B("Yields tokens for the Atlas administration API, together with the client id of the service account. `mdb_sa_sk_` and 40 characters."),
            why: B(T301),
            revoke: B(T200),
            references: B(&[B(T455)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("mdb_sa_sk_{{base64url:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"clientSecret\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("mdb_sa_sk_{{base64url:39}}"), B("mdb_sa_id_{{hex:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mongodb-atlas-private-key"),
            provider: B(T139),
            title: B("MongoDB Atlas API private key"),
            description: B("The private half of an Atlas API key, the password of Digest authentication. A UUID under a name that says MongoDB or Atlas."),
            why: B(T301),
            revoke: B(T200),
            references: B(&[B(T455)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mongodbatlasprivatekey"), B("atlasprivatekey"), B("mongodbprivatekey"), B("mongodbatlasapikey"), B("atlasapiprivatekey")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MONGODB_ATLAS_PRIVATE_KEY=«{{uuid}}»"), B("{\"atlasPrivateKey\": \"«{{uuid}}»\"}")]),
            negative: B(&[B("MONGODB_ATLAS_PRIVATE_KEY={{hex:32}}"), B("MONGODB_ATLAS_ORG={{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("neon-api-key"),
            provider: B("Neon"),
            title: B("Neon API key"),
            description: B("Calls the Neon API for a person, an organisation or one project. `napi_` and 64 characters."),
            why: B("Whoever holds the key administers the Neon projects that it covers and reads their connection strings, and through them the data."),
            revoke: B("Revoke it under Account or Organization settings > API keys; see https://neon.com/docs/manage/api-keys"),
            references: B(&[B("https://neon.com/docs/manage/api-keys")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("napi_{{base62:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("napi_{{base62:63}}"), B("napi_{{base62:65}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("netlify-personal-access-token"),
            provider: B(T140),
            title: B("Netlify personal access token"),
            description: B("Calls the Netlify API as its user. `nfp_` and 36 to 48 characters."),
            why: B(T306),
            revoke: B(T194),
            references: B(&[B(T390)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("nfp_{{base62:36-48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("nfp_{{base62:30}}"), B("nfp_{{base62:49}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("netlify-access-token-legacy"),
            provider: B(T140),
            title: B("Netlify access token of the older format"),
            description: B("The access token as it was before it had a prefix: 43 to 45 characters under a name that says Netlify."),
            why: B(T306),
            revoke: B(T194),
            references: B(&[B(T390)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:43-45}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("netlifytoken"), B("netlifyauthtoken"), B("netlifyaccesstoken"), B("netlifyapitoken"), B("netlifyapikey")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("NETLIFY_AUTH_TOKEN=«{{base62:43}}»"), B("{\"netlifyToken\": \"«{{base62:43}}»\"}")]),
            negative: B(&[B("NETLIFY_AUTH_TOKEN={{base62:42}}"), B("etag={{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("planetscale-service-token"),
            provider: B(T150),
            title: B("PlanetScale service token"),
            description: B("Calls the PlanetScale API, together with the id of the token, with the permissions given to it. `pscale_tkn_` and 32 to 64 characters."),
            why: B(T285),
            revoke: B(T80),
            references: B(&[B(T432)]), tags: B(&[B("cloud"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("pscale_tkn_{{[A-Za-z0-9_.=-]:32-64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("«pscale_tkn_{{base62:43}}»"), B("PLANETSCALE_SERVICE_TOKEN=«pscale_tkn_{{base62:32}}»")]),
            negative: B(&[B("pscale_tkn_{{base62:20}}"), B("pscale_tkn_{{base62:70}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("planetscale-oauth-token"),
            provider: B(T150),
            title: B("PlanetScale OAuth token"),
            description: B("Calls the PlanetScale API for a user who authorised an application. `pscale_oauth_` and 32 to 64 characters."),
            why: B(T285),
            revoke: B(T80),
            references: B(&[B(T432)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("pscale_oauth_{{[A-Za-z0-9_.=-]:32-64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("«pscale_oauth_{{base62:43}}»"), B("{\"accessToken\": \"«pscale_oauth_{{base62:32}}»\"}")]),
            negative: B(&[B("pscale_oauth_{{base62:20}}"), B("pscale_oauth_{{base62:70}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("planetscale-password"),
            provider: B(T150),
            title: B("PlanetScale database password"),
            description: B("Connects to one branch of a database with the role chosen for it. `pscale_pw_` and 32 to 64 characters."),
            why: B(T285),
            revoke: B(T80),
            references: B(&[B(T432)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("pscale_pw_{{[A-Za-z0-9_.=-]:32-64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("«pscale_pw_{{base62:43}}»"), B("mysql://{{lowernum:20}}:«pscale_pw_{{base62:43}}»@aws.connect.psdb.cloud/shop")]),
            negative: B(&[B("pscale_pw_{{base62:20}}"), B("pscale_pw_{{base62:70}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("portainer-access-token"),
            provider: B("Portainer"),
            title: B("Portainer access token"),
            description: B("Value of the header `X-API-Key` of a Portainer server. `ptr_` and 32 random bytes in base64: 43 characters and a `=`, which is sometimes cut off."),
            why: B("With the rights of its user the holder runs containers on every connected host, and so mostly is root there."),
            revoke: B("Remove the token under My account > Access tokens; see https://docs.portainer.io/api/access"),
            references: B(&[B("https://docs.portainer.io/api/access")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("ptr_{{base64:43}}="), B("ptr_{{base64:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("X-API-Key: {{token}}"), B("PORTAINER_TOKEN={{token:2}}")]),
            negative: B(&[B("ptr_{{base64:40}}"), B("my_ptr_{{base64:43}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("redirect-pizza-api-token"),
            provider: B("redirect.pizza"),
            title: B("redirect.pizza API token"),
            description: B("Bearer token of the redirect.pizza API. `rpa_` and 30 letters and digits."),
            why: B("The holder changes where the account's domains lead to, and so sends their visitors anywhere."),
            revoke: B("Delete the token under API in the account settings; see https://redirect.pizza/docs"),
            references: B(&[B("https://redirect.pizza/docs")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("rpa_{{base62:30}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.9441343573651113, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("REDIRECT_PIZZA_TOKEN={{token}}")]),
            negative: B(&[B("rpa_{{base62:25}}"), B("sherpa_{{base62:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("render-api-key"),
            provider: B(T175),
            title: B("Render API key"),
            description: B("Calls the Render API as its user. `rnd_` and 28 characters."),
            why: B("Whoever holds the key deploys and reconfigures the services of its user and reads their environment."),
            revoke: B("Revoke it under Account Settings > API Keys; see https://render.com/docs/api"),
            references: B(&[B(T440)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("rnd_{{base62:28}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.884412953234562, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("rnd_{{base62:27}}"), B("rnd_{{base62:29}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("render-deploy-hook"),
            provider: B(T175),
            title: B("Render deploy hook"),
            description: B("Starts a deploy of one service for anybody who requests the address. The `key` parameter is the secret part."),
            why: B("Whoever has the address redeploys the service as often as they like."),
            revoke: B("Regenerate the hook in the settings of the service; see https://render.com/docs/deploy-hooks"),
            references: B(&[B(T440), B("https://render.com/docs/deploy-hooks")]), tags: B(&[B("cloud")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("api\\.render\\.com/deploy/srv-[a-z0-9]{15,30}\\?key=(?P<secret>[A-Za-z0-9_-]{8,40})")),
        anchors: B(&[B("api.render.com/deploy/srv-")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 101,
        examples: Examples {
            positive: B(&[B("https://api.render.com/deploy/srv-{{lowernum:20}}?key=«{{base62:11}}»"), B("{\"raw\": \"https://api.render.com/deploy/srv-{{lowernum:20}}?key=«{{base62:11}}»\"}")]),
            negative: B(&[B("https://api.render.com/deploy/srv-{{lowernum:20}}"), B("https://api.render.com/deploy/srv-{{lowernum:20}}?key={{base62:4}}")]),
            near_miss: B(&[B("https://api.render.com/deploy/srv-{{lowernum:20}}?ref={{base62:11}}"), B("https://api.render.com/deploy/prj-{{lowernum:20}}?key={{base62:11}}")]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("saladcloud-api-key"),
            provider: B("SaladCloud"),
            title: B("SaladCloud API key"),
            description: B("Value of the header `Salad-Api-Key`, with the rights of one user. `salad_cloud_user_` and 49 letters and digits."),
            why: B("The holder starts containers at the owner's cost and reads the environment of those that run, in every organisation of the user."),
            revoke: B("Refresh the key on the API Access page of the portal, which ends the old one at once; see https://docs.salad.com/reference/api-usage"),
            references: B(&[B("https://docs.salad.com/reference/api-usage")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("salad_cloud_user_{{base62:49}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.368825906469125, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Salad-Api-Key: {{token}}"), B("SALAD_API_KEY={{token}}")]),
            negative: B(&[B("salad_cloud_user_{{base62:40}}"), B("salad_cloud_org_{{base62:49}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("samsara-api-token"),
            provider: B("Samsara"),
            title: B("Samsara API token"),
            description: B("Bearer token of the Samsara API. `samsara_api_` and 26 to 32 letters and digits."),
            why: B("The holder follows the vehicles and drivers of the fleet and, with write scopes, changes them."),
            revoke: B("Delete the token under Settings > API Tokens in the dashboard; see https://developers.samsara.com/docs/authentication"),
            references: B(&[B("https://developers.samsara.com/docs/authentication")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("samsara_api_{{base62:26-32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.820263830884655, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("SAMSARA_API_TOKEN={{token}}")]),
            negative: B(&[B("samsara_api_{{base62:20}}"), B("samsara_app_{{base62:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("scaleway-secret-key"),
            provider: B(T218),
            title: B("Scaleway secret key"),
            description: B("The secret half of a Scaleway API key, sent as `X-Auth-Token`. A UUID under a name that says Scaleway."),
            why: B(T289),
            revoke: B(T63),
            references: B(&[B(T460)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("scw+secret"), B("scw+token"), B("scaleway+secret"), B("scaleway+token"), B("scaleway+key")]), hosts: B(&[B("api.scaleway.com")]), entropy: 2.4, stop_words: B(&[]),
        checksum: None, companion: Some(B("scaleway-access-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SCW_SECRET_KEY={{token}}"), B("{\"scalewayToken\": \"«{{uuid}}»\"}")]),
            negative: B(&[B("SCW_DEFAULT_PROJECT_ID={{uuid}}"), B("SCW_SECRET_KEY={{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("scaleway-access-key"),
            provider: B(T218),
            title: B("Scaleway access key"),
            description: B("Names an API key; no secret by itself. `SCW` and 17 upper-case letters and digits."),
            why: B(T289),
            revoke: B(T63),
            references: B(&[B(T460)]), tags: B(&[B("cloud")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("SCW{{uppernum:17}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SCW_ACCESS_KEY={{token}}"), B("{{token}}")]),
            negative: B(&[B("SCW{{uppernum:12}}"), B("SCW_{{uppernum:17}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("scalingo-api-token"),
            provider: B("Scalingo"),
            title: B("Scalingo API token"),
            description: B("Password of HTTP Basic at auth.scalingo.com, where it is exchanged; it does not expire. `tk-us-` and 48 characters."),
            why: B("Exchanged for a bearer token, it deploys the user's applications and reads their environment and databases."),
            revoke: B("Delete or regenerate the token in the account's tokens, or with DELETE /v1/tokens/{id}; see https://developers.scalingo.com/tokens"),
            references: B(&[B("https://developers.scalingo.com/tokens")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("tk-us-{{base64url:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.3509775004326934, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SCALINGO_API_TOKEN={{token}}"), B("curl -u :{{token}} https://auth.scalingo.com/v1/tokens/exchange")]),
            negative: B(&[B("tk-us-{{base62:40}}"), B("tk-eu-{{base62:48}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("scalr-api-token"),
            provider: B("Scalr"),
            title: B("Scalr API token"),
            description: B("Bearer token of the Scalr API and of `terraform login`. A JSON Web Token whose issuer is `user` and whose id begins with `at-`."),
            why: B("The holder runs Terraform or OpenTofu with the cloud credentials that the workspaces have, and reads their state and variables."),
            revoke: B("Delete the token under the user's or service account's API tokens; see https://docs.scalr.io/"),
            references: B(&[B("https://docs.scalr.io/")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2VyIiwianRpIjoiYXQt{{base64url:15-60}}.{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.514788597076543, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("SCALR_TOKEN={{token}}")]),
            negative: B(&[B("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{{base64url:50}}.{{base64url:43}}"), B("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2VyIiwianRpIjoiYXQt{{base64url:30}}.{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("seam-api-key"),
            provider: B("Seam"),
            title: B("Seam API key"),
            description: B("Bearer key of one workspace. `seam_live` or `seam_test`, up to 12 characters, `_`, and 20 to 40 more letters and digits."),
            why: B("The holder unlocks the connected doors, makes access codes and sees who comes and goes."),
            revoke: B("Delete the key under API Keys in the Seam Console; see https://docs.seam.co/"),
            references: B(&[B("https://docs.seam.co/")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("seam_live{{base62:1-12}}_{{base62:20-40}}"), B("seam_test{{base62:1-12}}_{{base62:20-40}}"), B("seam_live_{{base62:20-40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.5931568569324175, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SEAM_API_KEY={{token}}"), B("Authorization: Bearer {{token:2}}")]),
            negative: B(&[B("seam_test_workspace"), B("seam_dev{{base62:4}}_{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("settlemint-application-access-token"),
            provider: B(T221),
            title: B("SettleMint application access token"),
            description: B("Value of `x-auth-token` for one application's services. `sm_aat_` and 16 letters and digits."),
            why: B(T236),
            revoke: B(T81),
            references: B(&[B(T337), B(T336)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sm_aat_{{base62:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-auth-token: {{token}}"), B("SETTLEMINT_ACCESS_TOKEN={{token}}")]),
            negative: B(&[B("sm_aat_{{base62:12}}"), B("sm_cat_{{base62:16}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("settlemint-personal-access-token"),
            provider: B(T221),
            title: B("SettleMint personal access token"),
            description: B("Value of `x-auth-token` with all rights of one user. `sm_pat_` and 16 letters and digits."),
            why: B(T236),
            revoke: B(T81),
            references: B(&[B(T337), B(T336)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sm_pat_{{base62:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-auth-token: {{token}}"), B("SETTLEMINT_ACCESS_TOKEN={{token}}")]),
            negative: B(&[B("sm_pat_{{base62:12}}"), B("asm_pat_{{base62:16}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("settlemint-service-access-token"),
            provider: B(T221),
            title: B("SettleMint service access token"),
            description: B("Lets one service call another. `sm_sat_` and 16 letters and digits."),
            why: B(T236),
            revoke: B(T81),
            references: B(&[B(T337), B(T336)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sm_sat_{{base62:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-auth-token: {{token}}"), B("SETTLEMINT_SERVICE_TOKEN={{token}}")]),
            negative: B(&[B("sm_sat_{{base62:12}}"), B("sm_sit_{{base62:16}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("snowflake-programmatic-access-token"),
            provider: B("Snowflake"),
            title: B("Snowflake programmatic access token"),
            description: B("Takes the place of a password in drivers and the bearer token of the REST API. Three base64url parts, as in a JSON Web Token, under a name that says Snowflake."),
            why: B("Whoever holds the token queries the warehouse as its user, within the role it is bound to."),
            revoke: B("Run `ALTER USER … REMOVE PROGRAMMATIC ACCESS TOKEN`; see https://docs.snowflake.com/en/user-guide/programmatic-access-tokens"),
            references: B(&[B("https://docs.snowflake.com/en/user-guide/programmatic-access-tokens")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[]), pattern: Some(B("ey[A-Za-z0-9_-]{15,300}\\.[A-Za-z0-9_-]{30,600}\\.[A-Za-z0-9_-]{40,600}")),
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("snowflaketoken"), B("snowflakepat"), B("snowflakeaccesstoken"), B("snowflakeprogrammaticaccesstoken")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 1504,
        examples: Examples {
            positive: B(&[B("SNOWFLAKE_TOKEN=«ey{{base64url:40}}.ey{{base64url:120}}.{{base64url:86}}»"), B("{\"snowflakePat\": \"«ey{{base64url:40}}.ey{{base64url:100}}.{{base64url:342}}»\"}")]),
            negative: B(&[B("SNOWFLAKE_TOKEN=ey{{base64url:40}}"), B("idToken=ey{{base64url:40}}.ey{{base64url:120}}.{{base64url:86}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("supabase-secret-key"),
            provider: B(T228),
            title: B("Supabase secret API key"),
            description: B("Takes the place of the `service_role` key: full access to the project's data. `sb_secret_`, 22 characters, `_` and eight more."),
            why: B(T295),
            revoke: B(T61),
            references: B(&[B(T444)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sb_secret_{{base64url:22}}_{{base64url:8}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"apikey\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("sb_secret_{{base62:22}}_{{base62:7}}"), B("sb_publishable_{{base62:22}}_{{base62:8}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("supabase-access-token"),
            provider: B(T228),
            title: B("Supabase personal access token"),
            description: B("Calls the management API as its user: creates, changes and deletes projects and reads their keys. `sbp_` and 40 hexadecimal characters."),
            why: B(T295),
            revoke: B(T61),
            references: B(&[B(T444), B("https://supabase.com/docs/reference/api/introduction")]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sbp_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("SUPABASE_ACCESS_TOKEN=«{{token}}»")]),
            negative: B(&[B("sbp_{{hex:39}}"), B("sbp_{{hex:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("tencent-secret-id"),
            provider: B(T229),
            title: B("Tencent Cloud SecretId"),
            description: B("Names the key pair that signs requests. It opens nothing without its SecretKey, which usually stands beside it. `AKID` and 32 characters."),
            why: B(T294),
            revoke: B(T90),
            references: B(&[B(T461)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("AKID{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: Some(B("tencent-secret-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"SecretId\": \"«{{token}}»\"}")]),
            negative: B(&[B("AKID{{base62:31}}"), B("AKID{{base62:33}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("tencent-secret-key"),
            provider: B(T229),
            title: B("Tencent Cloud SecretKey"),
            description: B("Signs requests to Tencent Cloud together with the SecretId. 32 letters and digits under a name that says Tencent Cloud."),
            why: B(T294),
            revoke: B(T90),
            references: B(&[B(T461)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("tencentsecretkey"), B("tencentcloudsecretkey"), B("tencentcloudsecret"), B("tencentsecret"), B("qcloudsecretkey")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: Some(B("tencent-secret-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TENCENTCLOUD_SECRET_KEY=«{{base62:32}}»"), B("{\"tencentSecretKey\": \"«{{base62:32}}»\"}")]),
            negative: B(&[B("TENCENTCLOUD_SECRET_KEY={{base62:31}}"), B("nonce={{base62:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("vercel-personal-access-token"),
            provider: B(T273),
            title: B("Vercel personal access token"),
            description: B("Calls the Vercel API and CLI as its user. `vcp_` and 56 characters, of which the last six are a checksum."),
            why: B(T304),
            revoke: B(T52),
            references: B(&[B(T449)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("vcp_{{base64url:50}}{{base62:6}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("vercel deploy --token «{{token}}»")]),
            negative: B(&[B("vcp_{{base64url:49}}{{base62:6}}"), B("vcp_{{base62:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("vercel-integration-token"),
            provider: B(T273),
            title: B("Vercel integration access token"),
            description: B("Lets an integration call the Vercel API for the team that installed it. `vci_` and 56 characters, of which the last six are a checksum."),
            why: B(T304),
            revoke: B(T52),
            references: B(&[B(T449)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("vci_{{base64url:50}}{{base62:6}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("vci_{{base64url:48}}{{base62:6}}"), B("vci_{{base62:57}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("vercel-app-token"),
            provider: B(T273),
            title: B("Vercel app access or refresh token"),
            description: B("Issued when a user signs in to an application with Vercel: `vca_` calls the API, `vcr_` yields new access tokens. 56 characters, of which the last six are a checksum."),
            why: B(T304),
            revoke: B(T52),
            references: B(&[B(T449)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("vca_{{base64url:50}}{{base62:6}}"), B("vcr_{{base64url:50}}{{base62:6}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"refresh_token\": \"«{{token:2}}»\"}")]),
            negative: B(&[B("vca_{{base64url:49}}{{base62:6}}"), B("vcr_{{base62:57}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("vercel-ai-gateway-key"),
            provider: B(T273),
            title: B("Vercel AI Gateway API key"),
            description: B("Calls language models through Vercel's gateway at the team's cost. `vck_` and 56 characters, of which the last six are a checksum."),
            why: B(T304),
            revoke: B(T52),
            references: B(&[B(T449), B("https://vercel.com/docs/ai-gateway")]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("vck_{{base64url:50}}{{base62:6}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("AI_GATEWAY_API_KEY=«{{token}}»")]),
            negative: B(&[B("vck_{{base64url:49}}{{base62:6}}"), B("vck_{{base62:57}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("vercel-access-token-legacy"),
            provider: B(T273),
            title: B("Vercel access token of the older format"),
            description: B("The access token as it was before it had a prefix: 24 letters and digits under a name that says Vercel."),
            why: B(T304),
            revoke: B(T52),
            references: B(&[B(T449)]), tags: B(&[B("cloud")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:24}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("verceltoken"), B("vercelapitoken"), B("vercelaccesstoken"), B("vercelapikey")]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("VERCEL_TOKEN=«{{base62:24}}»"), B("{\"vercelAccessToken\": \"«{{base62:24}}»\"}")]),
            negative: B(&[B("VERCEL_TOKEN={{base62:23}}"), B("deploymentId={{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("yandex-api-key"),
            provider: B(T329),
            title: B("Yandex Cloud API key"),
            description: B("Authenticates a service account in the services that accept API keys, such as speech, translation and language models. `AQVN` and 35 to 38 characters."),
            why: B(T280),
            revoke: B(T68),
            references: B(&[B(T465)]), tags: B(&[B("cloud")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("AQVN{{base64url:35-38}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Api-Key «{{token}}»")]),
            negative: B(&[B("AQVN{{base64url:30}}"), B("AQVN{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("yandex-iam-token"),
            provider: B(T329),
            title: B("Yandex Cloud IAM token"),
            description: B("Calls the Yandex Cloud API as a user or service account for up to twelve hours. `t1.`, a payload, a dot and a signature of 86 characters."),
            why: B(T280),
            revoke: B(T68),
            references: B(&[B(T465), B("https://yandex.cloud/en/docs/iam/concepts/authorization/iam-token")]), tags: B(&[B("cloud")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("t1\\.[79][A-Za-z0-9_-]{30,600}={0,2}\\.[A-Za-z0-9_-]{86}={0,2}")),
        anchors: B(&[B("t1.7"), B("t1.9")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 695,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer «t1.9{{base64url:90}}.{{base64url:86}}»"), B("IAM_TOKEN=«t1.7{{base64url:66}}==.{{base64url:86}}==»")]),
            negative: B(&[B("t1.9{{base64url:90}}.{{base64url:60}}"), B("t2.9{{base64url:90}}.{{base64url:86}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("airtable-personal-access-token"),
            provider: B(T17),
            title: B("Airtable personal access token"),
            description: B("Calls the Airtable API as its user, within its scopes and bases. `pat`, an id of 14 characters, a dot and 64 hexadecimal characters."),
            why: B(T311),
            revoke: B(T57),
            references: B(&[B(T445)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("pat{{base62:14}}.{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("pat{{base62:14}}.{{hex:63}}"), B("pat{{base62:13}}.{{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("airtable-api-key"),
            provider: B(T17),
            title: B("Airtable API key"),
            description: B("The predecessor of the personal access token, which Airtable stopped accepting in 2024. `key` and 14 characters under a name that says Airtable."),
            why: B(T311),
            revoke: B(T57),
            references: B(&[B(T445)]), tags: B(&[B("developer-tools"), B("postman-default")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[]), pattern: Some(B("key[A-Za-z0-9]{14}")),
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("airtable")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 17,
        examples: Examples {
            positive: B(&[B("AIRTABLE_API_KEY=«key{{base62:14}}»"), B("{\"airtableKey\": \"«key{{base62:14}}»\"}")]),
            negative: B(&[B("AIRTABLE_API_KEY=key{{base62:10}}"), B("rowId=key{{base62:14}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("buildkite-api-token"),
            provider: B(T32),
            title: B("Buildkite API access token"),
            description: B("Calls the REST and GraphQL APIs as its user, within its scopes. `bkua_` and 40 characters."),
            why: B(T313),
            revoke: B(T189),
            references: B(&[B(T332)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("bkua_{{lowernum:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("bkua_{{lowernum:39}}"), B("bkua_{{lowernum:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("buildkite-agent-token"),
            provider: B(T32),
            title: B("Buildkite agent token"),
            description: B("Registers agents with a cluster or organisation, which are then given jobs. `bkct_` or `bkar_` and 32 to 128 characters."),
            why: B(T313),
            revoke: B(T189),
            references: B(&[B(T332), B("https://buildkite.com/docs/agent/v3/tokens")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("bkct_{{base64url:32-128}}"), B("bkar_{{base64url:32-128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("BUILDKITE_AGENT_TOKEN=«{{token:2}}»")]),
            negative: B(&[B("bkct_{{base64url:20}}"), B("bkar_{{base64url:130}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("circleci-personal-api-token"),
            provider: B(T38),
            title: B("CircleCI personal API token"),
            description: B("Calls the CircleCI API as its user in every organisation. `CCIPAT_`, 22 characters, `_` and 40 hexadecimal ones."),
            why: B(T318),
            revoke: B(T53),
            references: B(&[B(T334)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("CCIPAT_{{base62:22}}_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Circle-Token: «{{token}}»")]),
            negative: B(&[B("CCIPAT_{{base62:22}}_{{hex:39}}"), B("CCIPAT_{{base62:21}}_{{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("circleci-project-api-token"),
            provider: B(T38),
            title: B("CircleCI project API token"),
            description: B("Calls the CircleCI API for one project. `CCIPRJ_`, 22 characters, `_` and 40 hexadecimal ones."),
            why: B(T318),
            revoke: B(T53),
            references: B(&[B(T334)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("CCIPRJ_{{base62:22}}_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Circle-Token: «{{token}}»")]),
            negative: B(&[B("CCIPRJ_{{base62:22}}_{{hex:41}}"), B("CCIPRJ_{{base62:20}}_{{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("circleci-api-token-legacy"),
            provider: B(T38),
            title: B("CircleCI API token of the older format"),
            description: B("The API token as it was before it had a prefix: 40 hexadecimal characters under a name that says CircleCI."),
            why: B(T318),
            revoke: B(T53),
            references: B(&[B(T334)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("circletoken"), B("circlecitoken"), B("circleciapitoken"), B("circleciapikey"), B("circlecikey")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CIRCLECI_TOKEN=«{{hex:40}}»"), B("{\"Circle-Token\": \"«{{hex:40}}»\"}")]),
            negative: B(&[B("CIRCLE_SHA1={{hex:40}}"), B("CIRCLECI_TOKEN={{hex:39}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("crates-io-api-token"),
            provider: B("crates.io"),
            title: B("crates.io API token"),
            description: B("Publishes crates with cargo. `cio` and 32 characters."),
            why: B("Whoever holds the token publishes and yanks versions of the crates of its owner, and so runs code wherever they are built."),
            revoke: B("Revoke it under Account Settings > API Tokens; see https://doc.rust-lang.org/cargo/reference/publishing.html"),
            references: B(&[B("https://doc.rust-lang.org/cargo/reference/publishing.html")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("cio{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("CARGO_REGISTRY_TOKEN=«{{token}}»")]),
            negative: B(&[B("cio{{base62:31}}"), B("servicio{{base62:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("datadog-api-key"),
            provider: B(T47),
            title: B("Datadog API key"),
            description: B("Sends data into the organisation; with an application key, calls the whole API. 32 hexadecimal characters, sent as `DD-API-KEY`."),
            why: B(T300),
            revoke: B(T191),
            references: B(&[B(T374)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("ddapikey"), B("datadogapikey"), B("datadogkey")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("datadog-application-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DD_API_KEY=«{{hex:32}}»"), B("{\"DD-API-KEY\": \"«{{hex:32}}»\"}")]),
            negative: B(&[B("DD_API_KEY={{hex:31}}"), B("DD_TRACE_ID={{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("datadog-application-key"),
            provider: B(T47),
            title: B("Datadog application key"),
            description: B("Calls the API as its user or service account, together with an API key. 40 hexadecimal characters, sent as `DD-APPLICATION-KEY`."),
            why: B(T300),
            revoke: B(T191),
            references: B(&[B(T374)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("ddapplicationkey"), B("ddappkey"), B("datadogapplicationkey"), B("datadogappkey")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("datadog-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DD_APP_KEY=«{{hex:40}}»"), B("{\"DD-APPLICATION-KEY\": \"«{{hex:40}}»\"}")]),
            negative: B(&[B("DD_APP_KEY={{hex:39}}"), B("DD_GIT_COMMIT_SHA={{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("docker-personal-access-token"),
            provider: B(T95),
            title: B("Docker Hub personal access token"),
            description: B("Takes the place of a password for Docker Hub. `dckr_pat_` and 27 characters."),
            why: B(T308),
            revoke: B(T56),
            references: B(&[B(T377)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dckr_pat_{{base64url:27}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("docker login -u acme -p «{{token}}»")]),
            negative: B(&[B("dckr_pat_{{base64url:26}}"), B("dckr_pat_{{base64url:28}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("docker-organization-access-token"),
            provider: B(T95),
            title: B("Docker Hub organisation access token"),
            description: B("Belongs to an organisation rather than to a person and reaches the repositories chosen for it. `dckr_oat_` and 32 characters."),
            why: B(T308),
            revoke: B(T56),
            references: B(&[B(T377), B("https://docs.docker.com/enterprise/security/access-tokens/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dckr_oat_{{base64url:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"password\": \"«{{token}}»\"}")]),
            negative: B(&[B("dckr_oat_{{base64url:31}}"), B("dckr_oat_{{base64url:33}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("docker-swarm-join-token"),
            provider: B(T95),
            title: B("Docker Swarm join token"),
            description: B("Lets a machine that reaches the managers join the swarm as a worker or manager. `SWMTKN-1-`, a digest of the root certificate and a secret."),
            why: B("Whoever joins as a worker is given containers with their secrets; whoever joins as a manager controls the swarm."),
            revoke: B("Run `docker swarm join-token --rotate worker` and the same for `manager`; see https://docs.docker.com/reference/cli/docker/swarm/join-token/"),
            references: B(&[B(T377), B("https://docs.docker.com/reference/cli/docker/swarm/join-token/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("SWMTKN-1-{{lowernum:49-50}}-{{lowernum:24-25}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("docker swarm join --token «{{token}}» 10.0.0.7:2377")]),
            negative: B(&[B("SWMTKN-1-{{lowernum:50}}"), B("SWMTKN-1-{{lowernum:40}}-{{lowernum:25}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("docker-swarm-unlock-key"),
            provider: B(T95),
            title: B("Docker Swarm unlock key"),
            description: B("Decrypts the Raft logs and TLS keys of a locked swarm manager. `SWMKEY-1-` and 43 characters of base64."),
            why: B("Whoever also has the manager's disk reads the state and the secrets of the swarm."),
            revoke: B("Run `docker swarm unlock-key --rotate`; see https://docs.docker.com/engine/swarm/swarm_manager_locking/"),
            references: B(&[B(T377), B("https://docs.docker.com/engine/swarm/swarm_manager_locking/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("SWMKEY-1-{{base64:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("unlock key: «{{token}}»")]),
            negative: B(&[B("SWMKEY-1-{{base64:42}}"), B("SWMKEY-1-{{base64:44}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("doppler-personal-token"),
            provider: B(T96),
            title: B("Doppler personal token"),
            description: B("Does everything its user may do in the workplace. `dp.pt.` and 43 characters."),
            why: B(T97),
            revoke: B(T195),
            references: B(&[B(T378)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dp.pt.{{base62:40-44}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("dp.pt.{{base62:30}}"), B("dp.pt.{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("doppler-service-token"),
            provider: B(T96),
            title: B("Doppler service token"),
            description: B("Reads, or writes, the secrets of one config, such as production. `dp.st.`, in newer tokens the name of the config, and 40 to 44 characters."),
            why: B(T97),
            revoke: B(T195),
            references: B(&[B(T378)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:^|[^A-Za-z0-9_]|\\\\[nrt])(?P<secret>dp\\.st\\.(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44})\\b")),
        anchors: B(&[B("dp.st.")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 88,
        examples: Examples {
            positive: B(&[B("DOPPLER_TOKEN=«dp.st.prd.{{base62:43}}»"), B("Authorization: Bearer «dp.st.{{base62:43}}»")]),
            negative: B(&[B("dp.st.prd.{{base62:30}}"), B("dp.st.{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("doppler-cli-token"),
            provider: B(T96),
            title: B("Doppler CLI token"),
            description: B("Made by `doppler login`; does what its user may do. `dp.ct.` and 40 to 44 characters."),
            why: B(T97),
            revoke: B(T195),
            references: B(&[B(T378)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dp.ct.{{base62:40-44}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("token: «{{token}}»")]),
            negative: B(&[B("dp.ct.{{base62:30}}"), B("dp.ct.{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("doppler-service-account-token"),
            provider: B(T96),
            title: B("Doppler service account token"),
            description: B("Does what the roles of a service account allow, often in many projects. `dp.sa.` and 40 to 44 characters."),
            why: B(T97),
            revoke: B(T195),
            references: B(&[B(T378)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dp.sa.{{base62:40-44}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("dp.sa.{{base62:30}}"), B("dp.sa.{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("doppler-scim-token"),
            provider: B(T96),
            title: B("Doppler SCIM token"),
            description: B("Used by an identity provider to add, change and remove users of the workplace. `dp.scim.` and 40 to 44 characters."),
            why: B(T97),
            revoke: B(T195),
            references: B(&[B(T378)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dp.scim.{{base62:40-44}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("dp.scim.{{base62:30}}"), B("dp.scim.{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("doppler-audit-token"),
            provider: B(T96),
            title: B("Doppler audit token"),
            description: B("Reads the settings and the activity log of the workplace. `dp.audit.` and 40 to 44 characters."),
            why: B(T97),
            revoke: B(T195),
            references: B(&[B(T378)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("dp.audit.{{base62:40-44}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("dp.audit.{{base62:30}}"), B("dp.audit.{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("dynatrace-api-token"),
            provider: B(T100),
            title: B("Dynatrace API token"),
            description: B("Calls the environment and configuration APIs. `dt0c01`, a public part of 24 characters and a secret part of 64, joined by dots."),
            why: B(T317),
            revoke: B(T186),
            references: B(&[B(T379), B(T380)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dt0c01.{{uppernum:24}}.{{uppernum:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Api-Token «{{token}}»")]),
            negative: B(&[B("dt0c01.{{uppernum:24}}.{{uppernum:63}}"), B("dt0c01.{{uppernum:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("dynatrace-platform-token"),
            provider: B(T100),
            title: B("Dynatrace account or platform token"),
            description: B("A SCIM token, OAuth client secret or other credential of the account, told apart by the digits after `dt0s`. A public part of 8 to 24 characters and a secret part of 64, joined by dots."),
            why: B(T317),
            revoke: B(T186),
            references: B(&[B(T379), B(T380)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dt0s{{digit:2}}.{{uppernum:8-24}}.{{uppernum:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("client_secret=«{{token}}»")]),
            negative: B(&[B("dt0s02.{{uppernum:24}}.{{uppernum:60}}"), B("dt0s02.{{uppernum:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("figma-personal-access-token"),
            provider: B("Figma"),
            title: B("Figma personal access token"),
            description: B("Calls the Figma API as its user, sent as `X-Figma-Token`. `figd_` and 38 to 42 characters."),
            why: B("Whoever holds the token reads the files, comments and versions that its user can, or changes them within its scopes."),
            revoke: B("Revoke it under Settings > Security; see https://www.figma.com/developers/api#access-tokens"),
            references: B(&[B("https://www.figma.com/developers/api#access-tokens")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("figd_{{base64url:38-42}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Figma-Token: «{{token}}»")]),
            negative: B(&[B("figd_{{base64url:30}}"), B("figd_{{base64url:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("grafana-service-account-token"),
            provider: B(T112),
            title: B("Grafana service account token"),
            description: B("Calls the HTTP API of one Grafana instance. `glsa_`, 32 characters, `_` and a checksum of eight hexadecimal ones."),
            why: B(T314),
            revoke: B(T83),
            references: B(&[B(T415)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("glsa_{{base62:32}}_{{hex:8}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Grafana), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("glsa_{{base62:31}}_{{hex:8}}"), B("glsa_{{base62:32}}_{{hex:7}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("grafana-cloud-token"),
            provider: B(T112),
            title: B("Grafana Cloud access policy token"),
            description: B("Writes or reads metrics, logs and traces in Grafana Cloud, or calls its API, as its access policy allows. `glc_` and base64 of a JSON object with the organisation and region."),
            why: B(T314),
            revoke: B(T83),
            references: B(&[B(T415), B("https://grafana.com/docs/grafana-cloud/security-and-account-management/authentication-and-permissions/access-policies/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("glc_eyJ[A-Za-z0-9+/]{37,400}={0,2}")),
        anchors: B(&[B("glc_eyJ")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 409,
        examples: Examples {
            positive: B(&[B("«glc_eyJ{{base64:120}}=»"), B("GRAFANA_CLOUD_TOKEN=«glc_eyJ{{base64:117}}»")]),
            negative: B(&[B("glc_eyJ{{base64:20}}"), B("glc_{{lower:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("grafana-api-key-legacy"),
            provider: B(T112),
            title: B("Grafana API key"),
            description: B("The predecessor of the service account token. Base64 of a JSON object whose first member is the key, so that it always begins with `eyJrIjoi`."),
            why: B(T314),
            revoke: B(T83),
            references: B(&[B(T415)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\beyJrIjoi[A-Za-z0-9+/_-]{40,380}={0,2}")),
        anchors: B(&[B("eyJrIjoi")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 390,
        examples: Examples {
            positive: B(&[B("«eyJrIjoi{{base62:84}}=»"), B("Authorization: Bearer «eyJrIjoi{{base62:92}}»")]),
            negative: B(&[B("eyJrIjoi{{base62:30}}"), B("eyJhIjoi{{base62:84}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hashicorp-terraform-token"),
            provider: B(T113),
            title: B("HCP Terraform or Terraform Enterprise API token"),
            description: B("Runs plans and applies and reads the state, which holds secrets in clear text, as a user, team or organisation. 14 characters, `.atlasv1.` and 60 to 70 more."),
            why: B(T288),
            revoke: B("Delete it on the Tokens page of the user, team or organisation; see https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens"),
            references: B(&[B(T343), B("https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{base62:14}}.atlasv1.{{base64url:60-70}}")]), pattern: None,
        anchors: B(&[B(".atlasv1.")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("{{base62:13}}.atlasv1.{{base64url:64}}"), B("{{base62:14}}.atlasv1.{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hashicorp-vault-service-token"),
            provider: B(T113),
            title: B("HashiCorp Vault service token"),
            description: B("Reads and writes the paths that its policies name until it expires; a root token has no limit. `hvs.` and 24 to 130 characters."),
            why: B(T288),
            revoke: B(T201),
            references: B(&[B(T343)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("hvs.{{base64url:24-130}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Vault-Token: «{{token}}»")]),
            negative: B(&[B("hvs.{{base64url:20}}"), B("hvs.{{base64url:131}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hashicorp-vault-batch-token"),
            provider: B(T113),
            title: B("HashiCorp Vault batch token"),
            description: B("Reads and writes the paths that its policies name. It cannot be revoked one by one and lives until it expires. `hvb.` and 138 to 300 characters."),
            why: B(T288),
            revoke: B("Disable the role or parent token that issued it and wait for its end; see https://developer.hashicorp.com/vault/docs/concepts/tokens"),
            references: B(&[B(T343)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("hvb.{{base64url:138-300}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("VAULT_TOKEN=«{{token}}»")]),
            negative: B(&[B("hvb.{{base64url:100}}"), B("hvb.{{base64url:301}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hashicorp-vault-recovery-token"),
            provider: B(T113),
            title: B("HashiCorp Vault recovery token"),
            description: B("Opens the storage of a Vault that runs in recovery mode. `hvr.` and 24 to 130 characters."),
            why: B(T288),
            revoke: B(T201),
            references: B(&[B(T343), B("https://developer.hashicorp.com/vault/docs/concepts/recovery-mode")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("hvr.{{base64url:24-130}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Vault-Token: «{{token}}»")]),
            negative: B(&[B("hvr.{{base64url:20}}"), B("hvr.{{base64url:131}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hashicorp-vault-token-legacy"),
            provider: B(T113),
            title: B("HashiCorp Vault token of the format before 1.10"),
            description: B("A service token as older Vaults issue it: `s.` and 24 characters under a name that says Vault."),
            why: B(T288),
            revoke: B(T201),
            references: B(&[B(T343)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[]), pattern: Some(B("s\\.[A-Za-z0-9]{24}")),
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("vaulttoken"), B("xvaulttoken")]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 26,
        examples: Examples {
            positive: B(&[B("VAULT_TOKEN=«s.{{base62:24}}»"), B("{\"X-Vault-Token\": \"«s.{{base62:24}}»\"}")]),
            negative: B(&[B("VAULT_TOKEN=s.{{base62:20}}"), B("id=s.{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hashicorp-vault-unseal-key"),
            provider: B(T113),
            title: B("HashiCorp Vault unseal key"),
            description: B("One share of the key that opens a sealed Vault. 44 characters of base64 under a name that says unseal key."),
            why: B(T288),
            revoke: B("Rekey the Vault with `vault operator rekey`; see https://developer.hashicorp.com/vault/docs/commands/operator/rekey"),
            references: B(&[B(T343), B("https://developer.hashicorp.com/vault/docs/concepts/seal")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64:43}}=")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("unsealkey"), B("vaultunseal")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("VAULT_UNSEAL_KEY=«{{base64:43}}=»"), B("{\"unsealKey1\": \"«{{base64:43}}=»\"}")]),
            negative: B(&[B("VAULT_UNSEAL_KEY={{base64:42}}="), B("digest={{base64:43}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("hashicorp-hcp-client-secret"),
            provider: B(T113),
            title: B("HashiCorp Cloud Platform client secret"),
            description: B("Signs a service principal in to the HashiCorp Cloud Platform. 64 characters under a name that says HCP."),
            why: B(T288),
            revoke: B("Delete the service principal key in the HCP portal; see https://developer.hashicorp.com/hcp/docs/hcp/iam/service-principal"),
            references: B(&[B(T343), B("https://developer.hashicorp.com/hcp/docs/hcp/iam/service-principal")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("hcpclientsecret"), B("hashicorpclientsecret"), B("hcpsecret")]), hosts: B(&[]), entropy: 4.1, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("HCP_CLIENT_SECRET=«{{base62:64}}»"), B("{\"hcpClientSecret\": \"«{{base62:64}}»\"}")]),
            negative: B(&[B("HCP_CLIENT_SECRET={{base62:63}}"), B("HCP_PROJECT_ID={{base62:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("honeycomb-api-key"),
            provider: B("Honeycomb"),
            title: B("Honeycomb API key"),
            description: B("Sent as `X-Honeycomb-Team`. 22 letters and digits, or 32 in the classic form, under a name that says Honeycomb."),
            why: B("Whoever holds the key sends events into the environment and, if it is allowed, reads data and changes datasets."),
            revoke: B("Disable or delete it in the settings of the environment; see https://docs.honeycomb.io/configure/environments/manage-api-keys/"),
            references: B(&[B("https://docs.honeycomb.io/configure/environments/manage-api-keys/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:22}}"), B("{{lowernum:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("honeycombapikey"), B("honeycombkey"), B("xhoneycombteam"), B("honeycombwritekey"), B("honeycombteam")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("HONEYCOMB_API_KEY=«{{base62:22}}»"), B("{\"X-Honeycomb-Team\": \"«{{lowernum:32}}»\"}")]),
            negative: B(&[B("HONEYCOMB_API_KEY={{base62:21}}"), B("HONEYCOMB_TRACE={{lowernum:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("infracost-api-key"),
            provider: B("Infracost"),
            title: B("Infracost API key"),
            description: B("Calls the Cloud Pricing API, sent as `X-Api-Key`. `ico-` and 32 characters."),
            why: B("Whoever holds the key queries prices on the quota of the organisation and writes runs into its dashboard."),
            revoke: B("Rotate it under Org settings > API tokens in Infracost Cloud; see https://www.infracost.io/docs/"),
            references: B(&[B("https://www.infracost.io/docs/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("ico-{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("INFRACOST_API_KEY=«{{token}}»")]),
            negative: B(&[B("ico-{{base62:31}}"), B("ico-{{base62:33}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("jfrog-api-key"),
            provider: B(T119),
            title: B("JFrog Artifactory API key"),
            description: B("Takes the place of the user's password, sent as `X-JFrog-Art-Api`. JFrog has replaced API keys by tokens. `AKCp` and 68 to 70 base58 characters."),
            why: B(T283),
            revoke: B(T193),
            references: B(&[B(T418)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("AKCp{{base58:68-70}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-JFrog-Art-Api: «{{token}}»")]),
            negative: B(&[B("AKCp{{base58:60}}"), B("AKCp{{base58:72}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("jfrog-reference-token"),
            provider: B(T119),
            title: B("JFrog reference token"),
            description: B("The short form of an access token, exchanged inside the platform for the full one. 64 characters of base64 that begin with `reftkn:01`."),
            why: B(T283),
            revoke: B(T193),
            references: B(&[B(T418)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("cmVmdGtuOjAx{{base62:52}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("cmVmdGtuOjAx{{base62:51}}"), B("cmVmdGtuOjAx{{base62:53}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("launchdarkly-access-token"),
            provider: B(T126),
            title: B("LaunchDarkly API access token"),
            description: B("Calls the REST API with the role given to it. `api-` and a UUID under a name that says LaunchDarkly."),
            why: B(T298),
            revoke: B(T178),
            references: B(&[B(T420)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[]), pattern: Some(B("api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")),
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("launchdarkly"), B("ldapitoken"), B("ldaccesstoken"), B("ldapikey")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 40,
        examples: Examples {
            positive: B(&[B("LAUNCHDARKLY_ACCESS_TOKEN=«api-{{uuid}}»"), B("{\"launchDarklyApiKey\": \"«api-{{uuid}}»\"}")]),
            negative: B(&[B("x-request-id=api-{{uuid}}"), B("LAUNCHDARKLY_ACCESS_TOKEN=api-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("launchdarkly-sdk-key"),
            provider: B(T126),
            title: B("LaunchDarkly SDK key"),
            description: B("Lets a server read all flags and segments of one environment. `sdk-` and a UUID."),
            why: B(T298),
            revoke: B(T178),
            references: B(&[B(T420), B("https://launchdarkly.com/docs/sdk/concepts/client-side-server-side")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("sdk-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("LAUNCHDARKLY_SDK_KEY=«{{token}}»")]),
            negative: B(&[B("sdk-{{hex:32}}"), B("android-sdk{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("linear-api-key"),
            provider: B(T127),
            title: B("Linear API key"),
            description: B("Calls the GraphQL API as its user. `lin_api_` and 40 characters."),
            why: B(T286),
            revoke: B(T192),
            references: B(&[B(T427)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("lin_api_{{base62:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: «{{token}}»")]),
            negative: B(&[B("lin_api_{{base62:39}}"), B("lin_api_{{base62:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("linear-oauth-token"),
            provider: B(T127),
            title: B("Linear OAuth access token"),
            description: B("Calls the GraphQL API for a user or application that was authorised. `lin_oauth_` and 64 hexadecimal characters."),
            why: B(T286),
            revoke: B(T192),
            references: B(&[B(T427), B("https://linear.app/developers/oauth-2-0-authentication")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("lin_oauth_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("lin_oauth_{{hex:63}}"), B("lin_oauth_{{hex:65}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-user-key"),
            provider: B(T141),
            title: B("New Relic user key"),
            description: B("Calls NerdGraph and the REST API as its user. `NRAK-` and 27 characters."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("NRAK-{{uppernum:27}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("API-Key: «{{token}}»")]),
            negative: B(&[B("NRAK-{{uppernum:26}}"), B("NRAK-{{uppernum:28}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-insert-key"),
            provider: B(T141),
            title: B("New Relic Insights insert key"),
            description: B("Sends custom events into the account. Replaced by the license key. `NRII-` and 32 characters."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("NRII-{{base64url:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Insert-Key: «{{token}}»")]),
            negative: B(&[B("NRII-{{base64url:31}}"), B("NRII-{{base64url:33}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-query-key"),
            provider: B(T141),
            title: B("New Relic Insights query key"),
            description: B("Queries the events of the account. Replaced by NerdGraph with a user key. `NRIQ-` and 32 characters."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("NRIQ-{{base64url:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Query-Key: «{{token}}»")]),
            negative: B(&[B("NRIQ-{{base64url:31}}"), B("NRIQ-{{base64url:33}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-rest-api-key"),
            provider: B(T141),
            title: B("New Relic REST API key"),
            description: B("Calls the older REST API for a whole account. `NRRA-` and 42 hexadecimal characters."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("NRRA-{{hex:42}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Api-Key: «{{token}}»")]),
            negative: B(&[B("NRRA-{{hex:41}}"), B("NRRA-{{hex:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-admin-key"),
            provider: B(T141),
            title: B("New Relic admin key"),
            description: B("A user key of an administrator, from before they were merged. `NRAA-` and 27 hexadecimal characters."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("NRAA-{{hex:27}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-Api-Key: «{{token}}»")]),
            negative: B(&[B("NRAA-{{hex:26}}"), B("NRAA-{{hex:28}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-browser-key"),
            provider: B(T141),
            title: B("New Relic browser key"),
            description: B("Sends browser telemetry into the account. It stands in web pages by design, so the damage is false data only. `NRJS-` and 19 hexadecimal characters."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("NRJS-{{hex:19}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"licenseKey\": \"«{{token}}»\"}")]),
            negative: B(&[B("NRJS-{{hex:18}}"), B("NRJS-{{hex:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-license-key"),
            provider: B(T141),
            title: B("New Relic license key"),
            description: B("Sends metrics, events, logs and traces into the account. 40 characters, of which newer keys end in `NRAL`, under a name that says New Relic."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}"), B("{{hex:36}}NRAL")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("newreliclicensekey"), B("nrlicensekey"), B("newreliclicense")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("NEW_RELIC_LICENSE_KEY=«{{hex:40}}»"), B("{\"newRelicLicenseKey\": \"«{{hex:36}}NRAL»\"}")]),
            negative: B(&[B("NEW_RELIC_LICENSE_KEY={{hex:39}}"), B("commit={{hex:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("new-relic-pixie-key"),
            provider: B(T141),
            title: B("New Relic Pixie key"),
            description: B("Queries the clusters watched by Pixie (`px-api-`) or deploys its agents into them (`px-dep-`). The prefix and a UUID."),
            why: B(T299),
            revoke: B(T50),
            references: B(&[B(T391), B("https://docs.px.dev/reference/admin/api-keys/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("px-api-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}"), B("px-dep-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("PX_DEPLOY_KEY=«{{token:2}}»")]),
            negative: B(&[B("px-api-{{hex:32}}"), B("px-app-{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("notion-api-token"),
            provider: B(T142),
            title: B("Notion API token"),
            description: B("Calls the Notion API as an integration of a workspace. `ntn_` and 46 characters."),
            why: B(T309),
            revoke: B(T164),
            references: B(&[B(T364)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("ntn_{{base62:46}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("ntn_{{base62:45}}"), B("ntn_{{base62:47}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("notion-api-token-legacy"),
            provider: B(T142),
            title: B("Notion API token of the older format"),
            description: B("The token of an integration made before September 2024. `secret_` and 43 characters."),
            why: B(T309),
            revoke: B(T164),
            references: B(&[B(T364)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("secret_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"token\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("secret_{{base62:42}}"), B("client_secret_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("npm-access-token"),
            provider: B(T466),
            title: B("npm access token"),
            description: B("Reads and publishes packages as its user, within its permissions. `npm_` and 36 characters, of which the last six are a checksum."),
            why: B(T307),
            revoke: B(T215),
            references: B(&[B(T392), B(T393)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("npm_{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("//registry.npmjs.org/:_authToken=«{{token}}»")]),
            negative: B(&[B("npm_{{base62:35}}"), B("npm_{{base62:37}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("npm-access-token-legacy"),
            provider: B(T466),
            title: B("npm access token of the older format"),
            description: B("A token made before npm introduced its prefix: a UUID after `_authToken=` in an `.npmrc` line."),
            why: B(T307),
            revoke: B(T215),
            references: B(&[B(T392), B(T393)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("_authToken\\s{0,2}=\\s{0,2}[\"']?(?P<secret>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\b")),
        anchors: B(&[B("_authToken")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 52,
        examples: Examples {
            positive: B(&[B("//registry.npmjs.org/:_authToken=«{{uuid}}»"), B("//npm.acme.io/:_authToken = \"«{{uuid}}»\"")]),
            negative: B(&[B("//registry.npmjs.org/:_authToken=${NPM_TOKEN}"), B("authId={{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("nuget-api-key"),
            provider: B("NuGet"),
            title: B("NuGet API key"),
            description: B("Pushes packages to nuget.org, sent as `X-NuGet-ApiKey`. `oy2` and 43 characters."),
            why: B("Whoever holds the key pushes and unlists packages within its scopes, and so runs code wherever they are installed."),
            revoke: B("Delete or regenerate it on the API Keys page; see https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys"),
            references: B(&[B("https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("oy2{{lowernum:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("dotnet nuget push shop.nupkg --api-key «{{token}}»")]),
            negative: B(&[B("oy2{{lowernum:42}}"), B("oy2{{lowernum:44}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("onepassword-service-account-token"),
            provider: B(T0),
            title: B("1Password service account token"),
            description: B("Reads, or writes, the items of the vaults given to the service account; it contains everything needed to sign in. `ops_eyJ` and a long base64 body."),
            why: B(T1),
            revoke: B("Revoke the token in the details of the service account; see https://developer.1password.com/docs/service-accounts/manage-service-accounts/"),
            references: B(&[B(T340), B("https://developer.1password.com/docs/service-accounts/security/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("ops_eyJ[A-Za-z0-9+/_-]{250,2500}={0,3}")),
        anchors: B(&[B("ops_eyJ")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 2510,
        examples: Examples {
            positive: B(&[B("«ops_eyJ{{base64:700}}=»"), B("OP_SERVICE_ACCOUNT_TOKEN=«ops_eyJ{{base64url:640}}»")]),
            negative: B(&[B("ops_eyJ{{base64:100}}"), B("opt_eyJ{{base64:700}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("onepassword-secret-key"),
            provider: B(T0),
            title: B("1Password secret key"),
            description: B("The second half, beside the account password, of what opens a 1Password account. `A3-` and six groups of letters and digits."),
            why: B(T1),
            revoke: B("Make a new secret key on the profile page at 1Password.com; see https://support.1password.com/secret-key-security/"),
            references: B(&[B(T340), B("https://support.1password.com/secret-key-security/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("A3-{{uppernum:6}}-{{uppernum:6}}-{{uppernum:5}}-{{uppernum:5}}-{{uppernum:5}}-{{uppernum:5}}"), B("A3-{{uppernum:6}}-{{uppernum:11}}-{{uppernum:5}}-{{uppernum:5}}-{{uppernum:5}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Secret Key: «{{token:2}}»")]),
            negative: B(&[B("A3-{{uppernum:6}}-{{uppernum:6}}-{{uppernum:5}}-{{uppernum:5}}"), B("A3-{{uppernum:6}}-{{uppernum:10}}-{{uppernum:5}}-{{uppernum:5}}-{{uppernum:5}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("posthog-personal-api-key"),
            provider: B(T154),
            title: B("PostHog personal API key"),
            description: B("Calls the private API as its user, within its scopes. `phx_` and 41 to 49 characters."),
            why: B(T297),
            revoke: B(T60),
            references: B(&[B(T435)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("phx_{{base64url:41-49}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("phx_{{base64url:40}}"), B("phx_{{base64url:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("posthog-feature-flags-key"),
            provider: B(T154),
            title: B("PostHog feature flags secure API key"),
            description: B("Reads the definitions of feature flags for evaluation on a server. `phs_` and 44 to 48 characters."),
            why: B(T297),
            revoke: B(T60),
            references: B(&[B(T435), B("https://posthog.com/docs/feature-flags/local-evaluation")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("phs_{{base62:44-48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"featureFlagsKey\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("phs_{{base62:40}}"), B("phs_{{base62:50}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("posthog-oauth-token"),
            provider: B(T154),
            title: B("PostHog OAuth token"),
            description: B("Issued to an application for a user: `pha_` calls the API, `phr_` yields new access tokens. 40 to 43 characters follow."),
            why: B(T297),
            revoke: B(T60),
            references: B(&[B(T435)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("pha_{{base62:40-43}}"), B("phr_{{base62:40-43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("grant_type=refresh_token&refresh_token=«{{token:2}}»")]),
            negative: B(&[B("pha_{{base62:30}}"), B("phr_{{base62:44}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("posthog-project-api-key"),
            provider: B(T154),
            title: B("PostHog project API key"),
            description: B("Sends events into a project. It stands in web pages by design, so the damage is false data only. `phc_` and 43 characters."),
            why: B(T297),
            revoke: B(T60),
            references: B(&[B(T435)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("phc_{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"api_key\": \"«{{token}}»\"}")]),
            negative: B(&[B("phc_{{base64url:42}}"), B("phc_{{base64url:44}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("postman-api-key"),
            provider: B(T155),
            title: B("Postman API key"),
            description: B("Reads and changes everything its user can in every workspace and team. `PMAK-`, an id of 24 hexadecimal characters, `-` and a secret of 34."),
            why: B(T296),
            revoke: B(T54),
            references: B(&[B(T426)]), tags: B(&[B("developer-tools"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("PMAK-{{hex:24}}-{{hex:34}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-API-Key: «{{token}}»")]),
            negative: B(&[B("PMAK-{{hex:24}}"), B("PMAK-{{hex:24}}-{{hex:33}}"), B("PMAK-{{hex:24}}-******ba")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("postman-collection-access-key"),
            provider: B(T155),
            title: B("Postman collection access key"),
            description: B("Reads one collection through `access_key` in its address, examples and variables included. `PMAT-` and 26 upper-case letters and digits."),
            why: B(T296),
            revoke: B(T54),
            references: B(&[B(T426)]), tags: B(&[B("developer-tools"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("PMAT-{{uppernum:26}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://api.postman.com/collections/{{digit:8}}-{{uuid}}?access_key=«{{token}}»")]),
            negative: B(&[B("PMAT-{{digit:4}}"), B("PMAT-{{uppernum:25}}"), B("PMAT-{{uppernum:27}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("postman-access-token"),
            provider: B(T155),
            title: B("Postman access token"),
            description: B("The OAuth token of a signed-in Postman CLI or application; it acts as its user. `PMAT-` and 43 characters, which tells it from the shorter collection access key."),
            why: B(T296),
            revoke: B(T54),
            references: B(&[B(T426)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("PMAT-{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"X-Access-Token\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("PMAT-{{base64url:42}}"), B("PMAT-{{base64url:44}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("postman-api-key-legacy"),
            provider: B(T155),
            title: B("Postman API key of the older format"),
            description: B("The API key as it was before it had a prefix: 32 hexadecimal characters under a name that says Postman."),
            why: B(T296),
            revoke: B(T54),
            references: B(&[B(T426)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("postmanapikey"), B("postmankey"), B("postmanapitoken")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("POSTMAN_API_KEY=«{{hex:32}}»"), B("{\"postmanApiKey\": \"«{{hex:32}}»\"}")]),
            negative: B(&[B("POSTMAN_API_KEY={{hex:31}}"), B("postman-token={{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("prefect-api-key"),
            provider: B("Prefect"),
            title: B("Prefect Cloud API key"),
            description: B("Calls Prefect Cloud as its user. `pnu_` and 36 characters."),
            why: B("Whoever holds the key runs flows and reads their parameters, results and blocks, which often hold other credentials."),
            revoke: B("Delete it on the API Keys page of the profile; see https://docs.prefect.io/"),
            references: B(&[B("https://docs.prefect.io/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("pnu_{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("PREFECT_API_KEY=«{{token}}»")]),
            negative: B(&[B("pnu_{{base62:35}}"), B("pnu_{{base62:37}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pulumi-access-token"),
            provider: B("Pulumi"),
            title: B("Pulumi access token"),
            description: B("Calls Pulumi Cloud as a user, team or organisation. `pul-` and 40 hexadecimal characters."),
            why: B("Whoever holds the token reads the stacks of its owner, configuration secrets included, and runs updates against them."),
            revoke: B("Delete it on the Access Tokens page of the user, team or organisation; see https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/"),
            references: B(&[B("https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("pul-{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: token «{{token}}»")]),
            negative: B(&[B("pul-{{hex:39}}"), B("pul-{{hex:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pypi-api-token"),
            provider: B(T159),
            title: B("PyPI API token"),
            description: B("Uploads releases to pypi.org for one project or all projects of its user. `pypi-` and a macaroon in base64 that begins with the name of the index."),
            why: B("Whoever holds the token uploads releases of the projects that it covers, and so runs code wherever they are installed."),
            revoke: B(T171),
            references: B(&[B(T437)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("pypi-AgEIcHlwaS5vcmc{{base64url:50-1000}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("twine upload -u __token__ -p «{{token}}» dist/*")]),
            negative: B(&[B("pypi-AgEIcHlwaS5vcmc{{base64url:30}}"), B("pypi-{{base64url:60}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pypi-test-api-token"),
            provider: B(T159),
            title: B("TestPyPI API token"),
            description: B("Uploads releases to test.pypi.org, the index for trying things out. `pypi-` and a macaroon in base64 that begins with the name of the index."),
            why: B("Whoever holds the token uploads test releases. It opens nothing on pypi.org, but shows how the real one is kept."),
            revoke: B(T171),
            references: B(&[B(T437)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("pypi-AgENdGVzdC5weXBpLm9yZ{{base64url:50-1000}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("password = «{{token}}»")]),
            negative: B(&[B("pypi-AgENdGVzdC5weXBpLm9yZ{{base64url:30}}"), B("pypi-AgENdGVzdA{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("rapidapi-key"),
            provider: B(T162),
            title: B("RapidAPI key"),
            description: B("Sent as `X-RapidAPI-Key` to any API of the hub. 50 characters that hold `msh`, `p1` and `jsn` at fixed places."),
            why: B(T290),
            revoke: B(T14),
            references: B(&[B(T399)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{lowernum:10}}msh{{lowernum:15}}p1{{lowernum:5}}jsn{{lowernum:12}}")]), pattern: None,
        anchors: B(&[B("jsn")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("X-RapidAPI-Key: «{{token}}»")]),
            negative: B(&[B("{{hex:10}}msh{{hex:15}}p1{{hex:5}}jsn{{hex:11}}"), B("{{hex:28}}p1{{hex:5}}jsn{{hex:12}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("rapidapi-key-by-name"),
            provider: B(T162),
            title: B("RapidAPI key, recognised by its name"),
            description: B("A RapidAPI key whose inner marks do not stand where they usually do: 50 letters and digits with `msh` among them, under a name that says RapidAPI."),
            why: B(T290),
            revoke: B(T14),
            references: B(&[B(T399)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:10}}msh{{base62:37}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("rapidapikey"), B("rapidapi"), B("xmashapekey")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 4096,
        examples: Examples {
            positive: B(&[B("RAPIDAPI_KEY=«{{hex:10}}msh{{hex:37}}»"), B("{\"X-RapidAPI-Key\": \"«{{hex:10}}msh{{hex:37}}»\"}")]),
            negative: B(&[B("RAPIDAPI_KEY={{hex:10}}msh{{hex:36}}"), B("RAPIDAPI_KEY={{hex:50}}"), B("id={{hex:10}}msh{{hex:37}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("readme-api-key"),
            provider: B("ReadMe"),
            title: B("ReadMe API key"),
            description: B("Calls the ReadMe API for one project. `rdme_` and 70 characters."),
            why: B("Whoever holds the key reads and changes the documentation of the project, private pages included, and so what its readers are told to run."),
            revoke: B("Delete it under Configuration > API Keys of the project; see https://docs.readme.com/"),
            references: B(&[B("https://docs.readme.com/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("rdme_{{lowernum:70}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("rdme openapi --key=«{{token}}»")]),
            negative: B(&[B("rdme_{{lowernum:69}}"), B("rdme_{{lowernum:71}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("rubygems-api-key"),
            provider: B("RubyGems.org"),
            title: B("RubyGems API key"),
            description: B("Calls the RubyGems.org API within the scopes chosen for it. `rubygems_` and 48 hexadecimal characters."),
            why: B("Whoever holds the key pushes and yanks gems as its owner, and so runs code wherever they are installed."),
            revoke: B("Delete it on the API keys page of the profile; see https://guides.rubygems.org/api-key-scopes/"),
            references: B(&[B("https://guides.rubygems.org/api-key-scopes/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("rubygems_{{hex:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: «{{token}}»")]),
            negative: B(&[B("rubygems_{{hex:47}}"), B("rubygems_{{hex:49}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sentry-organization-token"),
            provider: B(T220),
            title: B("Sentry organisation auth token"),
            description: B("Uploads source maps and creates releases for an organisation from CI. `sntrys_`, base64 of a JSON object with the organisation, `_` and 43 characters."),
            why: B(T315),
            revoke: B(T190),
            references: B(&[B(T402)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("sntrys_eyJ[A-Za-z0-9+/]{42,420}={0,2}_[A-Za-z0-9+/]{43}")),
        anchors: B(&[B("sntrys_eyJ")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 476,
        examples: Examples {
            positive: B(&[B("«sntrys_eyJ{{base64:140}}=_{{base64:43}}»"), B("SENTRY_AUTH_TOKEN=«sntrys_eyJ{{base64:141}}_{{base64:43}}»")]),
            negative: B(&[B("sntrys_eyJ{{base64:140}}"), B("sntrys_{{base64:20}}_{{base64:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sentry-user-token"),
            provider: B(T220),
            title: B("Sentry personal auth token"),
            description: B("Calls the Sentry API as its user, within its scopes. `sntryu_` and 64 hexadecimal characters."),
            why: B(T315),
            revoke: B(T190),
            references: B(&[B(T402)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sntryu_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("sntryu_{{hex:63}}"), B("sntryu_{{hex:65}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sentry-integration-token"),
            provider: B(T220),
            title: B("Sentry integration auth token"),
            description: B("Calls the Sentry API for an application or internal integration. `sntrya_` or `sntryi_` and 64 hexadecimal characters."),
            why: B(T315),
            revoke: B(T190),
            references: B(&[B(T402)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sntrya_{{hex:64}}"), B("sntryi_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token:2}}»")]),
            negative: B(&[B("sntrya_{{hex:62}}"), B("sntryi_{{hex:65}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sentry-auth-token-legacy"),
            provider: B(T220),
            title: B("Sentry auth token of the older format"),
            description: B("The auth token as it was before it had a prefix: 64 hexadecimal characters under a name that says Sentry."),
            why: B(T315),
            revoke: B(T190),
            references: B(&[B(T402)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("sentryauthtoken"), B("sentrytoken"), B("sentryapitoken"), B("sentryapikey")]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SENTRY_AUTH_TOKEN=«{{hex:64}}»"), B("{\"sentryToken\": \"«{{hex:64}}»\"}")]),
            negative: B(&[B("SENTRY_AUTH_TOKEN={{hex:63}}"), B("SENTRY_RELEASE={{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("snyk-api-token"),
            provider: B("Snyk"),
            title: B("Snyk API token"),
            description: B("Calls the Snyk API and CLI. A UUID under a name that says Snyk."),
            why: B("Whoever holds the token reads the projects of its user or service account and the list of their known weaknesses."),
            revoke: B("Revoke and regenerate it in the account settings; see https://docs.snyk.io/snyk-api/authentication-for-api"),
            references: B(&[B("https://docs.snyk.io/snyk-api/authentication-for-api")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("snyktoken"), B("snykapitoken"), B("snykapikey"), B("snykkey"), B("snykoauthtoken")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SNYK_TOKEN=«{{uuid}}»"), B("{\"snykApiKey\": \"«{{uuid}}»\"}")]),
            negative: B(&[B("SNYK_ORG_ID={{uuid}}"), B("SNYK_TOKEN={{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sonarqube-user-token"),
            provider: B(T225),
            title: B("SonarQube user token"),
            description: B("Calls the web API and runs analyses as its user. `squ_` and 40 hexadecimal characters."),
            why: B(T316),
            revoke: B(T188),
            references: B(&[B(T406)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("squ_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("curl -u «{{token}}»: https://sonar.acme.io/api/issues/search")]),
            negative: B(&[B("squ_{{hex:39}}"), B("squ_{{hex:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sonarqube-project-token"),
            provider: B(T225),
            title: B("SonarQube project analysis token"),
            description: B("Runs analyses of one project. `sqp_` and 40 hexadecimal characters."),
            why: B(T316),
            revoke: B(T188),
            references: B(&[B(T406)]), tags: B(&[B("developer-tools")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("sqp_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("sonar-scanner -Dsonar.token=«{{token}}»")]),
            negative: B(&[B("sqp_{{hex:39}}"), B("sqp_{{hex:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sonarqube-global-token"),
            provider: B(T225),
            title: B("SonarQube global analysis token"),
            description: B("Runs analyses of every project that its user may analyse. `sqa_` and 40 hexadecimal characters."),
            why: B(T316),
            revoke: B(T188),
            references: B(&[B(T406)]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("sqa_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("SONAR_TOKEN=«{{token}}»")]),
            negative: B(&[B("sqa_{{hex:39}}"), B("sqa_{{hex:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("travis-ci-api-token"),
            provider: B("Travis CI"),
            title: B("Travis CI API token"),
            description: B("Calls the Travis CI API as its user. 22 characters under a name that says Travis."),
            why: B("Whoever holds the token starts builds and reads the settings and logs of the repositories of its user."),
            revoke: B("Regenerate it in the settings of the profile; see https://docs.travis-ci.com/user/developer/"),
            references: B(&[B("https://docs.travis-ci.com/user/developer/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("travistoken"), B("travisapitoken"), B("traviscitoken"), B("travisaccesstoken"), B("travisapikey")]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TRAVIS_TOKEN=«{{base62:22}}»"), B("{\"travisApiToken\": \"«{{base62:22}}»\"}")]),
            negative: B(&[B("TRAVIS_TOKEN={{base62:21}}"), B("TRAVIS_JOB={{base62:22}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("typeform-personal-access-token"),
            provider: B("Typeform"),
            title: B("Typeform personal access token"),
            description: B("Calls the Typeform API as its user. `tfp_` and 59 characters."),
            why: B("Whoever holds the token reads forms and the answers of the people who filled them in, and changes them, within its scopes."),
            revoke: B("Delete it under Personal tokens of the account; see https://www.typeform.com/developers/get-started/personal-access-token/"),
            references: B(&[B("https://www.typeform.com/developers/get-started/personal-access-token/")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("tfp_{{[A-Za-z0-9_.=-]:59}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("«tfp_{{base62:44}}_{{base62:14}}»"), B("Authorization: Bearer «tfp_{{base62:59}}»")]),
            negative: B(&[B("tfp_{{base62:58}}"), B("tfp_{{base62:60}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("zuplo-api-key"),
            provider: B("Zuplo"),
            title: B("Zuplo API key"),
            description: B("Issued by a gateway built on Zuplo to one consumer of its API. `zpka_`, 32 characters, `_` and a checksum of eight hexadecimal ones."),
            why: B("Whoever holds the key calls the APIs behind the gateway as the consumer that it was given to."),
            revoke: B("Roll or delete the key of the consumer in the Zuplo portal; see https://zuplo.com/docs/articles/api-key-management"),
            references: B(&[B("https://zuplo.com/docs/articles/api-key-management")]), tags: B(&[B("developer-tools")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("zpka_{{lowernum:32}}_{{hex:8}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32HexBody), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("zpka_{{lowernum:31}}_{{hex:8}}"), B("zpka_{{lowernum:32}}_{{hex:7}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polar-organization-access-token"),
            provider: B(T152),
            title: B("Polar organization access token"),
            description: B("Bearer token of a whole organisation. `polar_oat_`, 37 letters and digits, 6 characters of checksum."),
            why: B(T250),
            revoke: B(T82),
            references: B(&[B(T434)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("polar_oat_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("polar_oat_{{base62:40}}"), B("bipolar_oat_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polar-personal-access-token"),
            provider: B(T152),
            title: B("Polar personal access token"),
            description: B("Bearer token of one user. `polar_pat_`, 37 letters and digits, 6 characters of checksum."),
            why: B(T250),
            revoke: B(T82),
            references: B(&[B(T434)]), tags: B(&[B("finance")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("polar_pat_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("polar_pat_{{base62:40}}"), B("bipolar_pat_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polar-oauth-token"),
            provider: B(T152),
            title: B("Polar OAuth access or refresh token"),
            description: B("Acts for a user (`_u_`) or an organisation (`_o_`) that authorised an app. `polar_at_` or `polar_rt_`, 37 letters and digits, 6 characters of checksum."),
            why: B(T250),
            revoke: B(T82),
            references: B(&[B(T434)]), tags: B(&[B("finance")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("polar_at_u_{{base62:43}}"), B("polar_at_o_{{base62:43}}"), B("polar_rt_u_{{base62:43}}"), B("polar_rt_o_{{base62:43}}"), B("polar_at_{{base62:43}}"), B("polar_rt_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("refresh_token={{token:4}}")]),
            negative: B(&[B("polar_at_u_{{base62:40}}"), B("polar_at_x_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polar-client-secret"),
            provider: B(T152),
            title: B("Polar OAuth client secret"),
            description: B("Proves the identity of an OAuth client. `polar_cs_`, 37 letters and digits, 6 characters of checksum."),
            why: B(T250),
            revoke: B(T82),
            references: B(&[B(T434)]), tags: B(&[B("finance")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("polar_cs_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: Some(B("polar-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_secret={{token}}"), B("{{token}}")]),
            negative: B(&[B("polar_cs_{{base62:40}}"), B("polar_ci_{{base62:12}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polar-client-id"),
            provider: B(T152),
            title: B("Polar OAuth client ID"),
            description: B("Names an OAuth client; no secret by itself. `polar_ci_`, 37 letters and digits, 6 characters of checksum."),
            why: B(T250),
            revoke: B(T82),
            references: B(&[B(T434)]), tags: B(&[B("finance")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("polar_ci_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_id={{token}}"), B("{{token}}")]),
            negative: B(&[B("polar_ci_{{base62:40}}"), B("polar_id_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polar-client-registration-token"),
            provider: B(T152),
            title: B("Polar client registration token"),
            description: B("Changes or deletes the registration of an OAuth client. `polar_crt_`, 37 letters and digits, 6 characters of checksum."),
            why: B("The holder redirects the OAuth client to an address of their own and reads its secret."),
            revoke: B(T82),
            references: B(&[B(T434)]), tags: B(&[B("finance")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("polar_crt_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("registration_access_token={{token}}"), B("Authorization: Bearer {{token}}")]),
            negative: B(&[B("polar_crt_{{base62:42}}"), B("polar_cert_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polar-customer-session-token"),
            provider: B(T152),
            title: B("Polar customer session token"),
            description: B("Opens the customer portal for one customer, for a short time. `polar_cst_`, 37 letters and digits, 6 characters of checksum."),
            why: B("The holder sees one customer's orders and benefits and cancels their subscriptions until the session ends."),
            revoke: B(T82),
            references: B(&[B(T434)]), tags: B(&[B("finance")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("polar_cst_{{base62:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("customer_session_token={{token}}"), B("Authorization: Bearer {{token}}")]),
            negative: B(&[B("polar_cst_{{base62:42}}"), B("polar_cost_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polymarket-api-secret"),
            provider: B(T153),
            title: B("Polymarket API secret"),
            description: B("Signs requests to the order book and, for builders, to the relayer. 40 or more characters of base64, usually 43 and a `=`, under a name such as `POLY_BUILDER_SECRET`."),
            why: B(T322),
            revoke: B(T75),
            references: B(&[B(T396)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[A-Za-z0-9+/_-]:43}}="), B("{{[A-Za-z0-9+/_-]:40-88}}"), B("{{[A-Za-z0-9+/_-]:86}}==")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("polymarket+secret"), B("poly-builder-secret"), B("poly-api-secret"), B("poly-secret")]), hosts: B(&[]), entropy: 3.1931568569324176, stop_words: B(&[]),
        checksum: None, companion: Some(B("polymarket-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("POLY_BUILDER_SECRET={{token}}"), B("polymarket_api_secret: {{token:2}}")]),
            negative: B(&[B("POLY_BUILDER_SECRET={{base64:30}}"), B("POLY_SIGNATURE={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polymarket-passphrase"),
            provider: B(T153),
            title: B("Polymarket API passphrase"),
            description: B("Goes with the key and the secret in every request (`POLY_PASSPHRASE`). 64 hex characters as issued, recognised by its name."),
            why: B(T322),
            revoke: B(T75),
            references: B(&[B(T396)]), tags: B(&[B("finance")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:16-128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("polymarket+passphrase"), B("poly+passphrase")]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("polymarket-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("POLY_PASSPHRASE: «{{hex:64}}»"), B("POLYMARKET_BUILDER_PASSPHRASE={{token}}")]),
            negative: B(&[B("POLY_PASSPHRASE={{hex:8}}"), B("passphrase={{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polymarket-private-key"),
            provider: B(T153),
            title: B("Polymarket wallet private key"),
            description: B("Signs everything the trading wallet does. 64 hex characters, with or without `0x`, under a name that says Polymarket."),
            why: B(T322),
            revoke: B(T75),
            references: B(&[B(T396)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[0]:1}}{{[x]:1}}{{hexi:64}}"), B("{{hexi:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("polymarket+private"), B("poly-private-key"), B("polymarket-pk"), B("polymarket-wallet-key")]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("POLYMARKET_PRIVATE_KEY={{token}}"), B("poly_private_key: {{token:2}}")]),
            negative: B(&[B("POLYMARKET_PRIVATE_KEY=0x{{hexi:40}}"), B("POLYMARKET_WALLET_ADDRESS=0x{{hexi:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("polymarket-api-key"),
            provider: B(T153),
            title: B("Polymarket API key"),
            description: B("Names a set of API credentials; worth nothing without secret and passphrase. A UUID under a name such as `POLY_API_KEY`."),
            why: B(T322),
            revoke: B(T75),
            references: B(&[B(T396)]), tags: B(&[B("finance")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("polymarket+key"), B("poly-api-key"), B("poly-builder-api-key"), B("poly-builder-key")]), hosts: B(&[B("clob.polymarket.com")]), entropy: 2.4, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("POLY_API_KEY: {{token}}"), B("POLYMARKET_BUILDER_API_KEY={{token}}")]),
            negative: B(&[B("POLY_API_KEY={{hex:32}}"), B("order_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("rainforest-pay-api-key"),
            provider: B(T160),
            title: B("Rainforest Pay API key"),
            description: B("Bearer key of the payments API in production. `apikey_` and 64 hex characters."),
            why: B("The holder takes payments, refunds and reads merchants and deposits of the whole platform, as far as the key's statements go."),
            revoke: B(T71),
            references: B(&[B(T397)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("apikey_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.4, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("RAINFOREST_API_KEY={{token}}")]),
            negative: B(&[B("apikey_{{hex:32}}"), B("my_apikey_{{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("rainforest-pay-sandbox-api-key"),
            provider: B(T160),
            title: B("Rainforest Pay sandbox API key"),
            description: B("Bearer key of the payments API in the sandbox, where no money moves. `sbx_apikey_` and 64 hex characters."),
            why: B("The holder reads and changes the test data of the platform; no real money moves."),
            revoke: B(T71),
            references: B(&[B(T397)]), tags: B(&[B("finance")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("sbx_apikey_{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.4, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("RAINFOREST_API_KEY={{token}}")]),
            negative: B(&[B("sbx_apikey_{{hex:32}}"), B("sbx_key_{{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("ramp-client-secret"),
            provider: B(T161),
            title: B("Ramp OAuth client secret"),
            description: B("Password of a developer app when it asks for tokens. `ramp_sec_` and 48 letters and digits."),
            why: B(T324),
            revoke: B(T211),
            references: B(&[B(T398)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("ramp_sec_{{base62:48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.3509775004326934, stop_words: B(&[]),
        checksum: None, companion: Some(B("ramp-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_secret={{token}}"), B("{{token}}")]),
            negative: B(&[B("ramp_sec_{{base62:40}}"), B("tramp_sec_{{base62:48}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("ramp-access-token"),
            provider: B(T161),
            title: B("Ramp business access token"),
            description: B("Bearer token of the Developer API for one company. `ramp_business_tok_` and 42 or more letters and digits."),
            why: B("Until it expires, the holder reads card transactions and users of the company and does what else the token's scopes allow."),
            revoke: B(T211),
            references: B(&[B(T398)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("ramp_business_tok_{{base62:42-48}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2353904536672564, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("access_token={{token}}")]),
            negative: B(&[B("ramp_business_tok_{{base62:30}}"), B("ramp_business_id_{{base62:42}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("ramp-client-id"),
            provider: B(T161),
            title: B("Ramp OAuth client ID"),
            description: B("Names a developer app. `ramp_id_` and 40 letters and digits. No secret by itself."),
            why: B(T324),
            revoke: B(T211),
            references: B(&[B(T398)]), tags: B(&[B("finance")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("ramp_id_{{base62:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.1931568569324176, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_id={{token}}"), B("{{token}}")]),
            negative: B(&[B("ramp_id_{{base62:30}}"), B("tramp_id_{{base62:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("razorpay-live-key"),
            provider: B(T163),
            title: B("Razorpay live key ID"),
            description: B("User name of HTTP Basic in live mode; its secret usually stands next to it. `rzp_live_` and 14 letters and digits."),
            why: B(T123),
            revoke: B(T169),
            references: B(&[B(T438), B(T439)]), tags: B(&[B("finance")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("rzp_live_{{base62:14}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("curl -u {{token}}:secret https://api.razorpay.com/v1/payments")]),
            negative: B(&[B("rzp_live_{{base62:10}}"), B("rzp_live_{{base62:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("razorpay-test-key"),
            provider: B(T163),
            title: B("Razorpay test key ID"),
            description: B("User name of HTTP Basic in test mode, where no real money moves. `rzp_test_` and 14 letters and digits."),
            why: B(T123),
            revoke: B(T169),
            references: B(&[B(T438), B(T439)]), tags: B(&[B("finance")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("rzp_test_{{base62:14}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("key_id: {{token}}")]),
            negative: B(&[B("rzp_test_{{base62:10}}"), B("rzp_test_{{base62:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("razorpay-key-secret"),
            provider: B(T163),
            title: B("Razorpay key secret"),
            description: B("Password that goes with the key id. 24 letters and digits under a name such as `razorpay_key_secret`."),
            why: B(T123),
            revoke: B(T169),
            references: B(&[B(T438), B(T439)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:24}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("razorpay+secret"), B("rzp+secret")]), hosts: B(&[B("api.razorpay.com")]), entropy: 2.7509775004326937, stop_words: B(&[]),
        checksum: None, companion: Some(B("razorpay-live-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("RAZORPAY_KEY_SECRET={{token}}"), B("rzp_secret: {{token}}")]),
            negative: B(&[B("RAZORPAY_KEY_SECRET={{base62:20}}"), B("order_ref={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("robinhood-crypto-api-key"),
            provider: B(T204),
            title: B("Robinhood Crypto API key"),
            description: B("Value of the header `x-api-key` of the Crypto Trading API, whose requests are also signed. `rh-api-` and a UUID."),
            why: B(T277),
            revoke: B(T91),
            references: B(&[B(T400)]), tags: B(&[B("finance")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("rh-api-{{hexi:8}}-{{hexi:4}}-{{hexi:4}}-{{hexi:4}}-{{hexi:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.6756589711823784, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("x-api-key: {{token}}"), B("ROBINHOOD_API_KEY={{token}}")]),
            negative: B(&[B("rh-api-{{hex:32}}"), B("rh-app-{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("robinhood-private-key"),
            provider: B(T204),
            title: B("Robinhood Crypto private key"),
            description: B("Signs the requests of the Crypto Trading API (Ed25519). 44 or 88 characters of base64 under a name that says Robinhood and private key."),
            why: B(T277),
            revoke: B(T91),
            references: B(&[B(T400)]), tags: B(&[B("finance")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64:43}}="), B("{{base64:86}}==")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("robinhood+private"), B("robinhood+secret")]), hosts: B(&[]), entropy: 3.2557588528212587, stop_words: B(&[]),
        checksum: None, companion: Some(B("robinhood-crypto-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ROBINHOOD_PRIVATE_KEY={{token}}"), B("robinhoodBase64PrivateKey: {{token:2}}")]),
            negative: B(&[B("ROBINHOOD_PUBLIC_KEY={{token}}"), B("ROBINHOOD_PRIVATE_KEY={{base64:30}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-postgres"),
            provider: B(T42),
            title: B("PostgreSQL connection URL with a password"),
            description: B("Opens a PostgreSQL database. A `postgres://` or `postgresql://` URL, also with a driver (`postgresql+psycopg2://`); the secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://www.postgresql.org/docs/current/libpq-connect.html")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:postgres(?:ql)?(?:\\+[a-z0-9_]{2,16})?)://[^\\s\"'`<>{}$/?#\\\\:@]{1,128}:(?P<secret>[^\\s\"'`<>{}$/?#\\\\]{3,256})@(?:[a-z0-9\\[]|\\{\\{)")),
        anchors: B(&[B("postgres://"), B("postgresql://"), B("postgresql+"), B("postgres+")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 418,
        examples: Examples {
            positive: B(&[B("postgresql://shop:«{{base62:16}}»@db.acme.io:5432/orders"), B("{\"key\": \"DATABASE_URL\", \"value\": \"postgres://{{lower:8}}:«{{base62:12}}»@10.2.0.4/shop?sslmode=require\"}"), B("postgresql+psycopg2://shop:«{{base62:16}}»@{{lower:6}}.acme.io/orders")]),
            negative: B(&[B("postgres://shop@db.acme.io/orders"), B("postgres://shop:<password>@db.acme.io/orders"), B("postgres://shop:${DB_PASSWORD}@db.acme.io/orders")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-mysql"),
            provider: B(T42),
            title: B("MySQL or MariaDB connection URL with a password"),
            description: B("Opens a MySQL or MariaDB database. A `mysql://` or `mariadb://` URL, also with a driver (`mysql+pymysql://`); the secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://dev.mysql.com/doc/refman/8.4/en/connecting-using-uri-or-key-value-pairs.html")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:(?:mysql|mysqlx|mariadb)(?:\\+[a-z0-9_]{2,16})?)://[^\\s\"'`<>{}$/?#\\\\:@]{1,128}:(?P<secret>[^\\s\"'`<>{}$/?#\\\\]{3,256})@(?:[a-z0-9\\[]|\\{\\{)")),
        anchors: B(&[B("mysql://"), B("mysqlx://"), B("mariadb://"), B("mysql+"), B("mysqlx+"), B("mariadb+")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 415,
        examples: Examples {
            positive: B(&[B("mysql://shop:«{{base62:16}}»@db.acme.io:3306/orders"), B("mysql+pymysql://{{lower:8}}:«{{base62:14}}»@10.2.0.4/shop")]),
            negative: B(&[B("mysql://db.acme.io:3306/orders"), B("mysql://shop:$MYSQL_PASSWORD@db.acme.io/orders")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-mongodb"),
            provider: B(T42),
            title: B("MongoDB connection URL with a password"),
            description: B("Opens a MongoDB deployment. A `mongodb://` or `mongodb+srv://` URL; the secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://www.mongodb.com/docs/manual/reference/connection-string/")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:mongodb(?:\\+srv)?)://[^\\s\"'`<>{}$/?#\\\\:@]{1,128}:(?P<secret>[^\\s\"'`<>{}$/?#\\\\]{3,256})@(?:[a-z0-9\\[]|\\{\\{)")),
        anchors: B(&[B("mongodb://"), B("mongodb+srv://")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 402,
        examples: Examples {
            positive: B(&[B("mongodb+srv://shop:«{{base62:16}}»@cluster0.{{lowernum:5}}.mongodb.net/orders?retryWrites=true"), B("mongodb://admin:«{{base62:12}}»@10.0.0.5:27017,10.0.0.6:27017/?replicaSet=rs0")]),
            negative: B(&[B("mongodb://localhost:27017/shop"), B("mongodb+srv://shop:<db_password>@cluster0.abcde.mongodb.net")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-redis"),
            provider: B(T42),
            title: B("Redis connection URL with a password"),
            description: B("Opens a Redis server with its sessions, queues and caches. A `redis://` or `rediss://` URL, in which the user is often empty; the secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://www.iana.org/assignments/uri-schemes/prov/redis")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:rediss?)://[^\\s\"'`<>{}$/?#\\\\:@]{0,128}:(?P<secret>[^\\s\"'`<>{}$/?#\\\\]{3,256})@(?:[a-z0-9\\[]|\\{\\{)")),
        anchors: B(&[B("redis://"), B("rediss://")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 397,
        examples: Examples {
            positive: B(&[B("redis://:«{{base62:24}}»@cache.acme.io:6379/0"), B("rediss://default:«{{base62:32}}»@{{lower:8}}.upstash.io:6379")]),
            negative: B(&[B("redis://cache.acme.io:6379/0"), B("redis://:{{[{]:2}}redisPassword{{[}]:2}}@cache.acme.io:6379")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-amqp"),
            provider: B(T42),
            title: B("AMQP connection URL with a password"),
            description: B("Publishes to and reads from the queues of a message broker such as RabbitMQ. An `amqp://` or `amqps://` URL; the secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://www.rabbitmq.com/docs/uri-spec")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:amqps?)://[^\\s\"'`<>{}$/?#\\\\:@]{1,128}:(?P<secret>[^\\s\"'`<>{}$/?#\\\\]{3,256})@(?:[a-z0-9\\[]|\\{\\{)")),
        anchors: B(&[B("amqp://"), B("amqps://")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 396,
        examples: Examples {
            positive: B(&[B("amqps://shop:«{{base62:32}}»@{{lower:8}}.cloudamqp.com/shop"), B("amqp://worker:«{{base62:12}}»@10.0.0.9:5672/")]),
            negative: B(&[B("amqp://mq.acme.io:5672/"), B("amqp://worker:{{[{]:2}}amqpPassword{{[}]:2}}@mq.acme.io/")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-sql-server"),
            provider: B(T42),
            title: B("SQL Server, Oracle or other database URL with a password"),
            description: B("Opens a database through a URL of the kind that SQLAlchemy and its like take: `mssql://`, `sqlserver://`, `oracle://`, `snowflake://`, `clickhouse://`, `cockroachdb://`. The secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://docs.sqlalchemy.org/en/20/core/engines.html")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:(?:mssql|sqlserver|oracle|snowflake|clickhouse|cockroachdb)(?:\\+[a-z0-9_]{2,16})?)://[^\\s\"'`<>{}$/?#\\\\:@]{1,128}:(?P<secret>[^\\s\"'`<>{}$/?#\\\\]{3,256})@(?:[a-z0-9\\[]|\\{\\{)")),
        anchors: B(&[B("mssql://"), B("mssql+"), B("sqlserver://"), B("sqlserver+"), B("oracle://"), B("oracle+"), B("snowflake://"), B("snowflake+"), B("clickhouse://"), B("clickhouse+"), B("cockroachdb://"), B("cockroachdb+")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 419,
        examples: Examples {
            positive: B(&[B("mssql+pyodbc://sa:«{{base62:16}}»@sql.acme.io/orders?driver=ODBC+Driver+18+for+SQL+Server"), B("sqlserver://shop:«{{base62:16}}»@10.0.0.3:1433")]),
            negative: B(&[B("sqlserver://10.0.0.3:1433"), B("mssql://sa:<password>@sql.acme.io/orders")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-jdbc"),
            provider: B(T42),
            title: B("JDBC URL with a password"),
            description: B("Opens a database from Java. A `jdbc:` URL with a `password` property after `?`, `&` or `;`; the secret is its value."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://docs.oracle.com/javase/tutorial/jdbc/basics/connecting.html"), B("https://learn.microsoft.com/sql/connect/jdbc/building-the-connection-url")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)jdbc:[a-z][a-z0-9:+]{2,30}:(?://|@|thin:)[^\\s\"'`<>]{1,300}?[?&;](?:password|pwd)=(?P<secret>[^\\s\"'`<>{}$&;\\\\]{3,128})")),
        anchors: B(&[B("jdbc:")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 480,
        examples: Examples {
            positive: B(&[B("jdbc:postgresql://db.acme.io:5432/orders?user=shop&password=«{{base62:16}}»&ssl=true"), B("jdbc:sqlserver://sql.acme.io:1433;databaseName=orders;user=sa;password=«{{base62:16}}»;encrypt=true")]),
            negative: B(&[B("jdbc:postgresql://db.acme.io:5432/orders?user=shop"), B("jdbc:mysql://db.acme.io/orders?user=shop&password={{[{]:2}}dbPassword{{[}]:2}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-ado"),
            provider: B(T42),
            title: B("ADO.NET connection string with a password"),
            description: B("Opens a database, most often SQL Server, from .NET or ODBC: `Server=…;User ID=…;Password=…`. The secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:Server|Data Source)=[^;\"'\\r\\n\\\\]{1,200};(?:[^;\"'\\r\\n=\\\\]{1,40}=[^;\"'\\r\\n\\\\]{0,200};){0,12}[ ]{0,2}(?:Password|Pwd)=(?P<secret>[^;\"'`<>{}$\\s\\\\]{3,128})")),
        anchors: B(&[B("server="), B("data source=")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 3256,
        examples: Examples {
            positive: B(&[B("Server=tcp:acme.database.windows.net,1433;Initial Catalog=orders;User ID=shop;Password=«{{base62:16}}»;Encrypt=True;"), B("{\"connectionString\": \"Data Source=sql.acme.io;Database=orders;Uid=shop;Pwd=«{{base62:12}}»\"}")]),
            negative: B(&[B("Server=sql.acme.io;Database=orders;Trusted_Connection=True;"), B("Server=sql.acme.io;User ID=sa;Password={{[{]:2}}sqlPassword{{[}]:2}};"), B("Server=sql.acme.io;User ID=sa;Password=<your password>;")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-azure-storage"),
            provider: B(T42),
            title: B("Azure Storage or Cosmos DB connection string"),
            description: B("Reads, writes and deletes everything in the storage account or database account. The secret is the `AccountKey`, 88 characters of base64."),
            why: B(T319),
            revoke: B("Regenerate the key on the resource's page in the Azure portal; see https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage"),
            references: B(&[B(T458), B("https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("AccountKey=(?P<secret>[A-Za-z0-9+/]{86}==)")),
        anchors: B(&[B("AccountKey=")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 99,
        examples: Examples {
            positive: B(&[B("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=«{{base64:86}}==»;EndpointSuffix=core.windows.net"), B("{\"storage\": \"AccountName=acme;AccountKey=«{{base64:86}}==»\"}")]),
            negative: B(&[B("AccountName=acme;AccountKey={{base64:60}}=="), B("AccountName=acme;AccountKey={{[{]:2}}storageKey{{[}]:2}};")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-azure-messaging"),
            provider: B(T42),
            title: B("Azure Service Bus, Event Hubs or IoT Hub connection string"),
            description: B("Sends to or reads from the namespace or hub, as far as its policy allows. The secret is the `SharedAccessKey`, 44 characters of base64."),
            why: B(T319),
            revoke: B("Regenerate the keys of the shared access policy; see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas"),
            references: B(&[B(T458), B(T423)]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("SharedAccessKey=(?P<secret>[A-Za-z0-9+/]{43}=)")),
        anchors: B(&[B("SharedAccessKey=")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 60,
        examples: Examples {
            positive: B(&[B("Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=«{{base64:43}}=»;EntityPath=orders"), B("HostName=acme.azure-devices.net;DeviceId=pump-7;SharedAccessKey=«{{base64:43}}=»")]),
            negative: B(&[B("Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName={{base62:43}}="), B("SharedAccessKey={{base64:30}}=")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("connection-string-url-password"),
            provider: B(T42),
            title: B("URL with a password"),
            description: B("Opens whatever the address leads to, because clients send user and password from `https://user:password@host` as Basic authentication. The secret is the password."),
            why: B(T319),
            revoke: B(T36),
            references: B(&[B(T458), B("https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i)(?:https?|ftps?|sftp|ssh|smtps?|ldaps?|wss?)://[^\\s\"'`<>{}$/?#,;|()\\\\:@]{1,128}:(?P<secret>[^\\s\"'`<>{}$/?#,;|()\\\\]{3,256})@(?:[a-z0-9\\[]|\\{\\{)")),
        anchors: B(&[B("https://"), B("http://"), B("ftp://"), B("ftps://"), B("sftp://"), B("ssh://"), B("smtp://"), B("smtps://"), B("ldap://"), B("ldaps://"), B("wss://"), B("ws://")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: true, window: 396,
        examples: Examples {
            positive: B(&[B("https://deploy:«{{base62:16}}»@artifacts.acme.io/repo"), B("{\"raw\": \"http://admin:«{{base62:10}}»@{{[{]:2}}host{{[}]:2}}/api\"}"), B("sftp://acme:«{{base62:14}}»@files.acme.io/in")]),
            negative: B(&[B("https://acme.io:8443/a@b"), B("https://deploy:{{[{]:2}}password{{[}]:2}}@artifacts.acme.io/repo"), B("https://deploy:<password>@artifacts.acme.io"), B("https://$USER:$PASS@artifacts.acme.io"), B("https://acme.io/search?q=a:bcd@efg"), B("http://localhost:3000,admin@acme.io")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("jwt-token"),
            provider: B("JSON Web Token"),
            title: B("JSON Web Token"),
            description: B("A signed token with claims about a user or service, as APIs take it after `Bearer`. Three base64url parts joined by dots, of which the first two are JSON objects."),
            why: B("Whoever holds the token is its subject to the services that accept it, until it expires. Its claims, which anybody can read, often hold names, mail addresses and roles."),
            revoke: B("Most cannot be revoked one by one: end the session or wait for `exp`, and replace the signing key if many have leaked; see https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html"),
            references: B(&[B("https://www.rfc-editor.org/rfc/rfc7519")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("eyJ{{base64url:10-2000}}.ey{{base64url:10-12000}}.{{base64url:20-1400}}"), B("ewog{{base64url:10-2000}}.ew{{base64url:10-12000}}.{{base64url:20-1400}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Jwt), companion: None,
        identifier: false, generic: true, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer «{{b64url:{\"alg\":\"HS256\",\"typ\":\"JWT\"} }}.{{b64url:{\"sub\":\"user-7\",\"scope\":\"orders\"} }}.{{base64url:43}}»"), B("{\"key\": \"token\", \"value\": \"«{{b64url:{\"alg\":\"RS256\",\"kid\":\"main\"} }}.{{b64url:{\"iss\":\"https://id.acme.io\",\"aud\":\"shop\"} }}.{{base64url:342}}»\"}")]),
            negative: B(&[B("{{b64url:{\"alg\":\"HS256\",\"typ\":\"JWT\"} }}.{{b64url:{\"sub\":\"user-7\"} }}"), B("eyJ{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-rsa"),
            provider: B(T156),
            title: B("RSA private key"),
            description: B("An RSA key in PEM armour (PKCS#1), as `openssl` and older `ssh-keygen` write it: TLS servers, SSH logins, signatures of JSON Web Tokens. With a `Proc-Type` header it is encrypted with a passphrase."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B("https://www.rfc-editor.org/rfc/rfc8017")]), tags: B(&[B("keys-and-connections"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("-----BEGIN RSA PRIVATE KEY-----(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,4}[A-Za-z][A-Za-z0-9-]{1,40}: [^\\r\\n\\\\]{1,200}){0,8}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*[A-Za-z0-9+/]){64}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{1,15})?={0,2}(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*-----END RSA PRIVATE KEY-----)?")),
        anchors: B(&[B("-----BEGIN RSA PRIVATE KEY-----")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Pem), companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«-----BEGIN RSA PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}\n{{base64:64}}\n{{base64:24}}\n-----END RSA PRIVATE KEY-----»\n"), B("«-----BEGIN RSA PRIVATE KEY-----\r\nMII{{base64:61}}\r\n{{base64:64}}\r\n{{base64:22}}==\r\n-----END RSA PRIVATE KEY-----»\r\n"), B("{\"privateKey\": \"«-----BEGIN RSA PRIVATE KEY-----\\nMII{{base64:61}}\\n{{base64:64}}\\n{{base64:12}}\\n-----END RSA PRIVATE KEY-----»\"}"), B("«-----BEGIN RSA PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}»\n\nkept for the partner test"), B("«-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{{HEX:32}}\n\n{{base64:64}}\n{{base64:32}}\n-----END RSA PRIVATE KEY-----»\n")]),
            negative: B(&[B("-----BEGIN RSA PRIVATE KEY-----\n{{base64:40}}\n-----END RSA PRIVATE KEY-----"), B("-----BEGIN PUBLIC KEY-----\nMII{{base64:61}}\n{{base64:64}}\n-----END PUBLIC KEY-----")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-ec"),
            provider: B(T156),
            title: B("EC private key"),
            description: B("An elliptic curve key in PEM armour (SEC 1), used for TLS, for signatures of JSON Web Tokens and for Apple and Google services."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B("https://www.rfc-editor.org/rfc/rfc5915")]), tags: B(&[B("keys-and-connections"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("-----BEGIN EC PRIVATE KEY-----(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,4}[A-Za-z][A-Za-z0-9-]{1,40}: [^\\r\\n\\\\]{1,200}){0,8}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*[A-Za-z0-9+/]){64}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{1,15})?={0,2}(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*-----END EC PRIVATE KEY-----)?")),
        anchors: B(&[B("-----BEGIN EC PRIVATE KEY-----")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Pem), companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE{{base64:56}}\n{{base64:64}}\n{{base64:64}}\n{{base64:24}}\n-----END EC PRIVATE KEY-----»\n"), B("«-----BEGIN EC PRIVATE KEY-----\r\nMHcCAQEE{{base64:56}}\r\n{{base64:64}}\r\n{{base64:22}}==\r\n-----END EC PRIVATE KEY-----»\r\n"), B("{\"privateKey\": \"«-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEE{{base64:56}}\\n{{base64:64}}\\n{{base64:12}}\\n-----END EC PRIVATE KEY-----»\"}"), B("«-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE{{base64:56}}\n{{base64:64}}»\n\nkept for the partner test"), B("«-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{{HEX:32}}\n\n{{base64:64}}\n{{base64:32}}\n-----END EC PRIVATE KEY-----»\n")]),
            negative: B(&[B("-----BEGIN EC PRIVATE KEY-----\n{{base64:40}}\n-----END EC PRIVATE KEY-----"), B("-----BEGIN PUBLIC KEY-----\nMHcCAQEE{{base64:56}}\n{{base64:64}}\n-----END PUBLIC KEY-----")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-dsa"),
            provider: B(T156),
            title: B("DSA private key"),
            description: B("A DSA key in PEM armour, of an old SSH or signing set-up."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B(T459)]), tags: B(&[B("keys-and-connections"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("-----BEGIN DSA PRIVATE KEY-----(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,4}[A-Za-z][A-Za-z0-9-]{1,40}: [^\\r\\n\\\\]{1,200}){0,8}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*[A-Za-z0-9+/]){64}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{1,15})?={0,2}(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*-----END DSA PRIVATE KEY-----)?")),
        anchors: B(&[B("-----BEGIN DSA PRIVATE KEY-----")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Pem), companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«-----BEGIN DSA PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}\n{{base64:64}}\n{{base64:24}}\n-----END DSA PRIVATE KEY-----»\n"), B("«-----BEGIN DSA PRIVATE KEY-----\r\nMII{{base64:61}}\r\n{{base64:64}}\r\n{{base64:22}}==\r\n-----END DSA PRIVATE KEY-----»\r\n"), B("{\"privateKey\": \"«-----BEGIN DSA PRIVATE KEY-----\\nMII{{base64:61}}\\n{{base64:64}}\\n{{base64:12}}\\n-----END DSA PRIVATE KEY-----»\"}"), B("«-----BEGIN DSA PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}»\n\nkept for the partner test"), B("«-----BEGIN DSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{{HEX:32}}\n\n{{base64:64}}\n{{base64:32}}\n-----END DSA PRIVATE KEY-----»\n")]),
            negative: B(&[B("-----BEGIN DSA PRIVATE KEY-----\n{{base64:40}}\n-----END DSA PRIVATE KEY-----"), B("-----BEGIN PUBLIC KEY-----\nMII{{base64:61}}\n{{base64:64}}\n-----END PUBLIC KEY-----")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-pkcs8"),
            provider: B(T156),
            title: B("Private key (PKCS#8)"),
            description: B("A key of any algorithm in PEM armour, not encrypted: the `private_key` of a Google service account, a TLS or signing key."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B(T459), B("https://cloud.google.com/iam/docs/keys-create-delete")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("-----BEGIN PRIVATE KEY-----(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,4}[A-Za-z][A-Za-z0-9-]{1,40}: [^\\r\\n\\\\]{1,200}){0,8}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*[A-Za-z0-9+/]){64}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{1,15})?={0,2}(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*-----END PRIVATE KEY-----)?")),
        anchors: B(&[B("-----BEGIN PRIVATE KEY-----")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Pem), companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«-----BEGIN PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}\n{{base64:64}}\n{{base64:24}}\n-----END PRIVATE KEY-----»\n"), B("«-----BEGIN PRIVATE KEY-----\r\nMII{{base64:61}}\r\n{{base64:64}}\r\n{{base64:22}}==\r\n-----END PRIVATE KEY-----»\r\n"), B("{\"privateKey\": \"«-----BEGIN PRIVATE KEY-----\\nMII{{base64:61}}\\n{{base64:64}}\\n{{base64:12}}\\n-----END PRIVATE KEY-----»\"}"), B("«-----BEGIN PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}»\n\nkept for the partner test")]),
            negative: B(&[B("-----BEGIN PRIVATE KEY-----\n{{base64:40}}\n-----END PRIVATE KEY-----"), B("-----BEGIN PUBLIC KEY-----\nMII{{base64:61}}\n{{base64:64}}\n-----END PUBLIC KEY-----")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-pkcs8-encrypted"),
            provider: B(T156),
            title: B("Encrypted private key (PKCS#8)"),
            description: B("A key of any algorithm in PEM armour, encrypted with a passphrase. It is as safe as the passphrase, which in a collection often stands beside it."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B(T459)]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("-----BEGIN ENCRYPTED PRIVATE KEY-----(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,4}[A-Za-z][A-Za-z0-9-]{1,40}: [^\\r\\n\\\\]{1,200}){0,8}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*[A-Za-z0-9+/]){64}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{1,15})?={0,2}(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*-----END ENCRYPTED PRIVATE KEY-----)?")),
        anchors: B(&[B("-----BEGIN ENCRYPTED PRIVATE KEY-----")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Pem), companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}\n{{base64:64}}\n{{base64:24}}\n-----END ENCRYPTED PRIVATE KEY-----»\n"), B("«-----BEGIN ENCRYPTED PRIVATE KEY-----\r\nMII{{base64:61}}\r\n{{base64:64}}\r\n{{base64:22}}==\r\n-----END ENCRYPTED PRIVATE KEY-----»\r\n"), B("{\"privateKey\": \"«-----BEGIN ENCRYPTED PRIVATE KEY-----\\nMII{{base64:61}}\\n{{base64:64}}\\n{{base64:12}}\\n-----END ENCRYPTED PRIVATE KEY-----»\"}"), B("«-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII{{base64:61}}\n{{base64:64}}»\n\nkept for the partner test")]),
            negative: B(&[B("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{{base64:40}}\n-----END ENCRYPTED PRIVATE KEY-----"), B("-----BEGIN PUBLIC KEY-----\nMII{{base64:61}}\n{{base64:64}}\n-----END PUBLIC KEY-----")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-openssh"),
            provider: B(T156),
            title: B("OpenSSH private key"),
            description: B("Logs in to every host and git service that lists its public half; `ssh-keygen` writes this form by default. It may be encrypted with a passphrase."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B("https://man.openbsd.org/ssh-keygen.1")]), tags: B(&[B("keys-and-connections"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("-----BEGIN OPENSSH PRIVATE KEY-----(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,4}[A-Za-z][A-Za-z0-9-]{1,40}: [^\\r\\n\\\\]{1,200}){0,8}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*[A-Za-z0-9+/]){64}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{1,15})?={0,2}(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*-----END OPENSSH PRIVATE KEY-----)?")),
        anchors: B(&[B("-----BEGIN OPENSSH PRIVATE KEY-----")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Pem), companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA{{base64:44}}\n{{base64:64}}\n{{base64:64}}\n{{base64:24}}\n-----END OPENSSH PRIVATE KEY-----»\n"), B("«-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3BlbnNzaC1rZXktdjEA{{base64:44}}\r\n{{base64:64}}\r\n{{base64:22}}==\r\n-----END OPENSSH PRIVATE KEY-----»\r\n"), B("{\"privateKey\": \"«-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEA{{base64:44}}\\n{{base64:64}}\\n{{base64:12}}\\n-----END OPENSSH PRIVATE KEY-----»\"}"), B("«-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA{{base64:44}}\n{{base64:64}}»\n\nkept for the partner test")]),
            negative: B(&[B("-----BEGIN OPENSSH PRIVATE KEY-----\n{{base64:40}}\n-----END OPENSSH PRIVATE KEY-----"), B("-----BEGIN PUBLIC KEY-----\nb3BlbnNzaC1rZXktdjEA{{base64:44}}\n{{base64:64}}\n-----END PUBLIC KEY-----")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-pgp"),
            provider: B(T156),
            title: B("PGP private key block"),
            description: B("Decrypts and signs as its owner: mail, packages, commits. An OpenPGP key in ASCII armour, usually protected by a passphrase."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B("https://www.rfc-editor.org/rfc/rfc9580")]), tags: B(&[B("keys-and-connections"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("-----BEGIN PGP PRIVATE KEY BLOCK-----(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,4}[A-Za-z][A-Za-z0-9-]{1,40}: [^\\r\\n\\\\]{1,200}){0,8}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*[A-Za-z0-9+/]){64}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+[A-Za-z0-9+/]{1,15})?={0,2}(?:(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])+=[A-Za-z0-9+/]{4})?(?:[ \\t\\r\\n\"',]|\\\\{1,4}[rn])*-----END PGP PRIVATE KEY BLOCK-----)?")),
        anchors: B(&[B("-----BEGIN PGP PRIVATE KEY BLOCK-----")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Pem), companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{{base64:64}}\n{{base64:64}}\n{{base64:16}}\n={{base64:4}}\n-----END PGP PRIVATE KEY BLOCK-----»\n"), B("«-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{{base64:64}}\n{{base64:64}}\n={{base64:4}}\n-----END PGP PRIVATE KEY BLOCK-----»\n"), B("{\"gpgKey\": \"«-----BEGIN PGP PRIVATE KEY BLOCK-----\\n\\n{{base64:64}}\\n{{base64:64}}\\n={{base64:4}}\\n-----END PGP PRIVATE KEY BLOCK-----»\"}")]),
            negative: B(&[B("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{{base64:30}}\n-----END PGP PRIVATE KEY BLOCK-----"), B("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{{base64:64}}\n{{base64:64}}\n-----END PGP PUBLIC KEY BLOCK-----")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-putty"),
            provider: B(T156),
            title: B("PuTTY private key"),
            description: B("Logs in to every host that lists its public half, from PuTTY, WinSCP and their kind. A `.ppk` file, encrypted unless its `Encryption` line says none."),
            why: B(T276),
            revoke: B(T132),
            references: B(&[B(T333), B("https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("PuTTY-User-Key-File-[1-3]: [^\\r\\n\\\\]{1,60}[\\t\\r\\n\\x20-\\x7e]+?Private-Lines: [0-9]{1,3}(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){0,6}[A-Za-z0-9+/]){40}[A-Za-z0-9+/]*(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,6}[A-Za-z0-9+/]{16,})*={0,2}(?:(?:(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,6}[A-Za-z0-9+/]{1,15})?={0,2}(?:[ \\t\\r\\n]|\\\\{1,4}[rn]){1,6}Private-(?:MAC|Hash): [0-9a-f]{40,64})?")),
        anchors: B(&[B("PuTTY-User-Key-File-")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 16384,
        examples: Examples {
            positive: B(&[B("«PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: deploy\nPublic-Lines: 2\n{{base64:64}}\n{{base64:16}}\nPrivate-Lines: 1\n{{base64:47}}=\nPrivate-MAC: {{hex:64}}»\n"), B("«PuTTY-User-Key-File-2: ssh-rsa\r\nEncryption: none\r\nComment: acme\r\nPublic-Lines: 1\r\n{{base64:64}}\r\nPrivate-Lines: 2\r\n{{base64:64}}\r\n{{base64:64}}\r\nPrivate-MAC: {{hex:40}}»\r\n"), B("{\"ppk\": \"«PuTTY-User-Key-File-3: ssh-rsa\\nEncryption: none\\nComment: acme\\nPublic-Lines: 1\\n{{base64:64}}\\nPrivate-Lines: 1\\n{{base64:64}}\\nPrivate-MAC: {{hex:64}}»\"}")]),
            negative: B(&[B("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: deploy\nPublic-Lines: 2\n{{base64:64}}\n{{base64:16}}\n"), B("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: deploy\nPublic-Lines: 2\n{{base64:64}}\n{{base64:16}}\nPrivate-Lines: 1\n{{base64:20}}\n")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("private-key-age"),
            provider: B(T156),
            title: B("age secret key"),
            description: B("Decrypts every file that was encrypted to its recipient, such as the secrets of a repository kept with SOPS. `AGE-SECRET-KEY-1`, or `AGE-SECRET-KEY-PQ-1` in the post-quantum form, and 58 bech32 characters."),
            why: B(T276),
            revoke: B("Make a new key, encrypt the files to its recipient, and change the secrets in them; see https://github.com/FiloSottile/age"),
            references: B(&[B(T333), B("https://github.com/C2SP/C2SP/blob/main/age.md")]), tags: B(&[B("keys-and-connections")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("AGE-SECRET-KEY-1{{[02-9AC-HJ-NP-Z]:58}}"), B("AGE-SECRET-KEY-PQ-1{{[02-9AC-HJ-NP-Z]:58}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("SOPS_AGE_KEY=«{{token:2}}»")]),
            negative: B(&[B("AGE-SECRET-KEY-1{{[02-9AC-HJ-NP-Z]:57}}"), B("age1{{[02-9ac-hj-np-z]:58}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("brevo-api-key"),
            provider: B(T31),
            title: B("Brevo (Sendinblue) API key"),
            description: B("Value of the `api-key` header of the Brevo API. `xkeysib-`, 64 hex characters, a hyphen, 16 characters."),
            why: B(T260),
            revoke: B(T77),
            references: B(&[B(T355)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("xkeysib-{{hex:64}}-{{base62:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("api-key: {{token}}"), B("{{token}}")]),
            negative: B(&[B("xkeysib-{{hex:64}}"), B("xkeysib-{{hex:60}}-{{base62:16}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("brevo-smtp-key"),
            provider: B(T31),
            title: B("Brevo (Sendinblue) SMTP key"),
            description: B("Password of the SMTP relay. `xsmtpsib-`, 64 hex characters, a hyphen, 16 characters."),
            why: B(T260),
            revoke: B(T77),
            references: B(&[B(T355)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("xsmtpsib-{{hex:64}}-{{base62:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("smtp_password={{token}}")]),
            negative: B(&[B("xsmtpsib-{{hex:64}}"), B("xsmtpsib-{{hex:63}}-{{base62:16}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("courier-api-key"),
            provider: B("Courier"),
            title: B("Courier API key"),
            description: B("Bearer key of a Courier environment. `pk_prod_` or `pk_test_` with at least 20 characters, under a name that speaks of Courier."),
            why: B("The holder sends notifications over all connected channels in the owner's name and reads recipient profiles."),
            revoke: B("Rotate the key under Settings > API Keys, https://app.courier.com/settings/api-keys."),
            references: B(&[B("https://www.courier.com/docs")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("pk_prod_{{base62:20-40}}"), B("pk_test_{{base62:20-40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("courier")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("COURIER_AUTH_TOKEN={{token}}"), B("courier_key: {{token:2}}")]),
            negative: B(&[B("COURIER_AUTH_TOKEN=pk_prod_{{base62:8}}"), B("stripe_key={{token:2}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("customerio-app-api-key"),
            provider: B(T46),
            title: B("Customer.io App API key"),
            description: B("Bearer key of the App API, which sends messages and reads people. 32 hex characters under a name that speaks of Customer.io."),
            why: B(T251),
            revoke: B(T73),
            references: B(&[B(T373)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("customerio-app"), B("customerio-api"), B("customerio-key"), B("customerio-token"), B("customer.io")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CUSTOMERIO_APP_API_KEY={{token}}"), B("customerio_token: {{token}}")]),
            negative: B(&[B("CUSTOMERIO_APP_API_KEY={{hex:30}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("customerio-tracking-api-key"),
            provider: B(T46),
            title: B("Customer.io Track API key"),
            description: B("Password of the Track API, which writes people and events. 20 hex characters under a name that speaks of a Customer.io key."),
            why: B(T251),
            revoke: B(T73),
            references: B(&[B(T373)]), tags: B(&[B("messaging")]),
            severity: Severity::Medium, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("customerio-tracking-api-key"), B("customerio-track-api-key"), B("customerio-api-key"), B("customerio-tracking-key"), B("customerio-api-secret")]), hosts: B(&[]), entropy: 2.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("CUSTOMERIO_API_KEY={{token}}"), B("customerio_tracking_key: {{token}}")]),
            negative: B(&[B("CUSTOMERIO_API_KEY={{hex:18}}"), B("customerio_site_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("discord-bot-token"),
            provider: B(T94),
            title: B("Discord bot token"),
            description: B("Logs in as the bot, under a name that speaks of Discord. Base64 of the bot's numeric id, a dot, 6 characters of time, a dot, 27 to 38 characters of signature."),
            why: B(T3),
            revoke: B(T183),
            references: B(&[B(T365), B(T366)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{[MNO]:1}}{{[DTjz]:1}}{{[AEIMQUYcgk]:1}}{{[A-Za-z0-9]:20-25}}.{{base64url:6}}.{{base64url:27-38}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("discord")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DISCORD_TOKEN={{token}}"), B("discord_bot_token: {{token}}")]),
            negative: B(&[B("DISCORD_TOKEN={{base62:24}}.{{base64url:6}}.{{base64url:12}}"), B("session={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("discord-bot-authorization"),
            provider: B(T94),
            title: B("Discord bot token in an Authorization header"),
            description: B("Logs in as the bot: the header scheme `Bot` followed by a token of three parts, the first being base64 of the bot's numeric id."),
            why: B(T3),
            revoke: B(T183),
            references: B(&[B(T365), B(T366)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bBot (?P<secret>[MNO][DTjz][AEIMQUYcgk][A-Za-z0-9]{20,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38})(?:[^A-Za-z0-9_-]|$)")),
        anchors: B(&[B("Bot M"), B("Bot N"), B("Bot O")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 79,
        examples: Examples {
            positive: B(&[B("Authorization: Bot «MTE{{base62:21}}.{{base64url:6}}.{{base64url:38}}»"), B("Bot «NzA{{base62:21}}.{{base64url:6}}.{{base64url:27}}»")]),
            negative: B(&[B("Authorization: Bot MTE{{base62:21}}.{{base64url:6}}"), B("Bot Mary.{{base64url:6}}.{{base64url:27}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("discord-webhook-url"),
            provider: B(T94),
            title: B("Discord webhook URL"),
            description: B("Posts into one channel without any further log-in, and can delete itself. Path `/api/webhooks/`, a numeric id, a token of about 68 characters."),
            why: B(T3),
            revoke: B(T183),
            references: B(&[B(T365), B(T366)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:https?://)?(?:(?:ptb|canary)\\.)?discord(?:app)?\\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,80}")),
        anchors: B(&[B("discord.com/api/"), B("discordapp.com/api/")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 148,
        examples: Examples {
            positive: B(&[B("«https://discord.com/api/webhooks/{{digit:19}}/{{base64url:68}}»"), B("url=«https://discordapp.com/api/v10/webhooks/{{digit:18}}/{{base64url:68}}»?wait=true")]),
            negative: B(&[B("https://discord.com/api/webhooks/{{digit:19}}"), B("https://discord.com/api/webhooks/{{digit:19}}/{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("discord-client-secret"),
            provider: B(T94),
            title: B("Discord OAuth client secret"),
            description: B("Proves the identity of a Discord application when it exchanges OAuth codes. 32 characters under a name such as `discord_client_secret`."),
            why: B(T3),
            revoke: B(T183),
            references: B(&[B(T365), B(T366)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("discord-client-secret"), B("discord-secret"), B("discord-oauth-secret")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("DISCORD_CLIENT_SECRET={{token}}"), B("\"discord_secret\": \"{{token}}\"")]),
            negative: B(&[B("DISCORD_CLIENT_SECRET={{base64url:31}}"), B("session_secret={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("intercom-access-token"),
            provider: B("Intercom"),
            title: B("Intercom access token"),
            description: B("Bearer token of the Intercom REST API. 60 characters of base64 that begin with `dG9rO`, the encoding of `tok:`."),
            why: B("The holder reads all conversations and contacts of the workspace and answers customers in the owner's name."),
            revoke: B("Regenerate the access token under Configure > Authentication of the app in the Developer Hub, https://app.intercom.com/a/apps/_/developer-hub."),
            references: B(&[B("https://developers.intercom.com/docs/build-an-integration/learn-more/authentication")]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("dG9rO{{[jm]:1}}{{base64:53}}=")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("«{{b64:tok:{{hex:8}}_{{hex:4}}_{{hex:4}}_{{hex:4}}_{{hex:12}}:1:0}}»")]),
            negative: B(&[B("dG9rO{{base64:20}}="), B("{{b64:user:{{hex:8}}_{{hex:4}}_{{hex:4}}_{{hex:4}}_{{hex:12}}:1}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("klaviyo-private-key"),
            provider: B("Klaviyo"),
            title: B("Klaviyo private API key"),
            description: B("Value of the scheme `Klaviyo-API-Key`. `pk_` and 34 letters and digits, in a context that speaks of Klaviyo."),
            why: B("A private key reads and changes profiles, lists and campaigns of the shop."),
            revoke: B("Delete the private key under Settings > API keys, https://www.klaviyo.com/settings/account/api-keys."),
            references: B(&[B("https://developers.klaviyo.com/en/docs/authenticate_")]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("pk_{{base62:34}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("klaviyo")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Klaviyo-API-Key {{token}}"), B("KLAVIYO_PRIVATE_KEY={{token}}")]),
            negative: B(&[B("klaviyo_key=pk_{{base62:33}}"), B("image={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("line-channel-access-token"),
            provider: B("LINE"),
            title: B("LINE channel access token"),
            description: B("Long-lived token of the Messaging API. 172 characters of base64 under a name that speaks of a LINE channel or bot."),
            why: B("The holder sends messages to all friends of the official account and reads profiles, at the owner's cost."),
            revoke: B("Reissue the channel access token on the Messaging API tab of the channel in the LINE Developers Console, https://developers.line.biz/console/."),
            references: B(&[B("https://developers.line.biz/en/docs/basics/channel-access-token/")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64:171}}="), B("{{base64:171-172}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("line-channel"), B("line-bot"), B("line-access-token"), B("line-messaging"), B("line-token"), B("api.line.me")]), hosts: B(&[]), entropy: 4.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("LINE_CHANNEL_ACCESS_TOKEN={{token}}"), B("line_bot_token: {{token:2}}")]),
            negative: B(&[B("LINE_CHANNEL_ACCESS_TOKEN={{base64:100}}"), B("image={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mailchimp-api-key"),
            provider: B(T129),
            title: B("Mailchimp API key"),
            description: B("Opens the whole Marketing API of an account. 32 hex characters and the data centre, such as `-us21`."),
            why: B(T233),
            revoke: B(T198),
            references: B(&[B(T429), B(T428)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\b[0-9a-f]{32}-us[1-9][0-9]?\\b")),
        anchors: B(&[B("-us1"), B("-us2"), B("-us3"), B("-us4"), B("-us5"), B("-us6"), B("-us7"), B("-us8"), B("-us9")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 37,
        examples: Examples {
            positive: B(&[B("«{{hex:32}}-us21»"), B("anystring:«{{hex:32}}-us6»")]),
            negative: B(&[B("{{hex:31}}-us12"), B("{{hex:32}}-us-east-1")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mailchimp-mandrill-api-key"),
            provider: B(T129),
            title: B("Mandrill (Mailchimp Transactional) API key"),
            description: B("Sends transactional mail and reads its history. 22 characters under a name that speaks of Mandrill."),
            why: B(T233),
            revoke: B(T198),
            references: B(&[B(T429), B(T428), B("https://mailchimp.com/developer/transactional/guides/quick-start/")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mandrill-api-key"), B("mandrill-key"), B("mandrill-token"), B("mandrill-password"), B("mandrill-secret"), B("mandrillapp.com")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MANDRILL_API_KEY={{token}}"), B("mandrill_key: {{token}}")]),
            negative: B(&[B("MANDRILL_API_KEY={{base64url:21}}"), B("video={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mailgun-api-key"),
            provider: B(T130),
            title: B("Mailgun API key"),
            description: B("Password of the HTTP Basic user `api`. `key-` and 32 hex characters."),
            why: B(T261),
            revoke: B(T70),
            references: B(&[B(T410)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("key-{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("curl -u api:{{token}} https://api.mailgun.net/v3")]),
            negative: B(&[B("key-{{hex:31}}"), B("monkey-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mailgun-private-key"),
            provider: B(T130),
            title: B("Mailgun key of the newer form"),
            description: B("API or webhook signing key in three hex parts of 32, 8 and 8 characters, under a name that speaks of Mailgun."),
            why: B(T261),
            revoke: B(T70),
            references: B(&[B(T410)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("{{hex:32}}-{{hex:8}}-{{hex:8}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mailgun")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MAILGUN_API_KEY={{token}}"), B("mailgun_signing_key: {{token}}")]),
            negative: B(&[B("MAILGUN_API_KEY={{hex:32}}-{{hex:8}}"), B("trace={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mailgun-public-key"),
            provider: B(T130),
            title: B("Mailgun public validation key"),
            description: B("Spends the account's e-mail validation quota; it cannot send. `pubkey-` and 32 hex characters."),
            why: B("The holder runs address validations at the owner's cost."),
            revoke: B(T70),
            references: B(&[B(T410)]), tags: B(&[B("messaging")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("pubkey-{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("api_key={{token}}")]),
            negative: B(&[B("pubkey-{{hex:30}}"), B("sshpubkey-{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mailjet-secret-key"),
            provider: B(T131),
            title: B("Mailjet secret key"),
            description: B("Password of HTTP Basic on the Mailjet API. 32 hex characters under a name that speaks of a Mailjet secret."),
            why: B(T122),
            revoke: B(T181),
            references: B(&[B(T338)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mailjet-secret"), B("mailjet-api-secret"), B("mailjet-private"), B("mj-apikey-private")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("mailjet-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MAILJET_SECRET_KEY={{token}}"), B("MJ_APIKEY_PRIVATE={{token}}")]),
            negative: B(&[B("MAILJET_SECRET_KEY={{hex:31}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mailjet-api-key"),
            provider: B(T131),
            title: B("Mailjet API key"),
            description: B("User name of HTTP Basic on the Mailjet API. 32 hex characters under a name that speaks of the Mailjet key; worth nothing without the secret."),
            why: B(T122),
            revoke: B(T181),
            references: B(&[B(T338)]), tags: B(&[B("messaging")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mailjet-api-key"), B("mailjet-key"), B("mailjet-public"), B("mj-apikey-public")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MAILJET_API_KEY={{token}}"), B("MJ_APIKEY_PUBLIC={{token}}")]),
            negative: B(&[B("MAILJET_API_KEY={{hex:31}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mattermost-access-token"),
            provider: B(T134),
            title: B("Mattermost access token"),
            description: B("Personal or bot access token. 26 lower-case letters and digits under a name that speaks of a Mattermost token; ids have the same form, so the name must be exact."),
            why: B(T230),
            revoke: B(T86),
            references: B(&[B(T362)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{lowernum:26}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mattermost-token"), B("mattermost-access-token"), B("mattermost-personal"), B("mattermost-bot-token"), B("mattermost-api-token"), B("mattermost-auth"), B("mattermost-pat"), B("mattermost-key")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MATTERMOST_TOKEN={{token}}"), B("mattermost_bot_token: {{token}}")]),
            negative: B(&[B("MATTERMOST_TOKEN={{lowernum:25}}"), B("mattermost_channel_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mattermost-webhook-url"),
            provider: B(T134),
            title: B("Mattermost incoming webhook URL"),
            description: B("Posts into a channel without a log-in. A host that is named after Mattermost, `/hooks/`, 26 lower-case letters and digits."),
            why: B(T230),
            revoke: B(T86),
            references: B(&[B(T362)]), tags: B(&[B("messaging")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?i:https?://[a-z0-9.:-]{0,80}mattermost[a-z0-9.:-]{0,80})(?:/[A-Za-z0-9_-]{1,40})?/hooks/(?P<secret>[a-z0-9]{26})\\b")),
        anchors: B(&[B("/hooks/")]), ignore_case: true,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 252,
        examples: Examples {
            positive: B(&[B("https://mattermost.acme.org/hooks/«{{lowernum:26}}»"), B("POST https://acme.cloud.mattermost.com/hooks/«{{lowernum:26}}»")]),
            negative: B(&[B("https://mattermost.acme.org/hooks/{{lowernum:20}}"), B("https://git.acme.org/hooks/{{lowernum:26}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("messagebird-access-key"),
            provider: B("MessageBird (Bird)"),
            title: B("MessageBird access key"),
            description: B("Value of the `AccessKey` scheme. 25 letters and digits under a name that speaks of MessageBird."),
            why: B("The holder sends messages and places calls at the owner's cost and reads the conversations."),
            revoke: B("Delete the access key under Developers > API access in the dashboard. See https://developers.messagebird.com/api/#authentication."),
            references: B(&[B("https://developers.messagebird.com/api/")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:25}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("messagebird")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MESSAGEBIRD_ACCESS_KEY={{token}}"), B("\"messagebird_token\": \"{{token}}\"")]),
            negative: B(&[B("MESSAGEBIRD_ACCESS_KEY={{base62:24}}"), B("order={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("microsoft-teams-webhook-url"),
            provider: B(T136),
            title: B("Microsoft Teams incoming webhook URL"),
            description: B("Posts into one Teams channel. Host `*.webhook.office.com`, group and tenant UUID, 32 hex characters, the owner's UUID."),
            why: B(T275),
            revoke: B(T172),
            references: B(&[B(T425)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:https?://)?[a-z0-9-]{1,63}\\.webhook\\.office\\.com/webhookb2/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/[A-Za-z]{3,40}/[0-9a-f]{32}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/[A-Za-z0-9_-]{20,60})?")),
        anchors: B(&[B(".webhook.office.com/webhookb2/")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 346,
        examples: Examples {
            positive: B(&[B("«https://acme.webhook.office.com/webhookb2/{{uuid}}@{{uuid}}/IncomingWebhook/{{hex:32}}/{{uuid}}»"), B("«https://acme.webhook.office.com/webhookb2/{{uuid}}@{{uuid}}/IncomingWebhook/{{hex:32}}/{{uuid}}/V2{{base64url:42}}»")]),
            negative: B(&[B("https://acme.webhook.office.com/webhookb2/{{uuid}}@{{uuid}}/IncomingWebhook/"), B("https://acme.webhook.office.com/webhookb2/{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("microsoft-teams-outlook-webhook-url"),
            provider: B(T136),
            title: B("Microsoft Outlook or Teams webhook URL (old host)"),
            description: B("Connector URL of the first generation, which posts into an Outlook group or a Teams channel. Host outlook.office.com, group and tenant UUID, 32 hex characters, the owner's UUID."),
            why: B(T275),
            revoke: B(T172),
            references: B(&[B(T425)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:https?://)?outlook\\.office(?:365)?\\.com/webhook/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/[A-Za-z]{3,40}/[0-9a-f]{32}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
        anchors: B(&[B("outlook.office.com/webhook/"), B("outlook.office365.com/webhook/")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 222,
        examples: Examples {
            positive: B(&[B("«https://outlook.office.com/webhook/{{uuid}}@{{uuid}}/IncomingWebhook/{{hex:32}}/{{uuid}}»"), B("POST «https://outlook.office365.com/webhook/{{uuid}}@{{uuid}}/Jenkins/{{hex:32}}/{{uuid}}»")]),
            negative: B(&[B("https://outlook.office.com/webhook/{{uuid}}@{{uuid}}"), B("https://outlook.office.com/mail/{{uuid}}@{{uuid}}/IncomingWebhook/{{hex:32}}/{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("microsoft-teams-workflow-url"),
            provider: B(T136),
            title: B("Power Automate or Logic Apps trigger signature"),
            description: B("The `sig` parameter of an HTTP trigger URL starts the flow; Teams channels get their webhooks this way now. Host `*.logic.azure.com`, the workflow id, 43 base64url characters."),
            why: B(T275),
            revoke: B(T172),
            references: B(&[B(T425), B("https://learn.microsoft.com/en-us/azure/logic-apps/logic-apps-securing-a-logic-app")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\.logic\\.azure\\.com(?::443)?/workflows/[0-9a-f]{32}/triggers/[A-Za-z0-9_%-]{1,64}/(?:paths/invoke|run)[^\\s\"<>]{0,300}?[?&]sig=(?P<secret>[A-Za-z0-9_-]{43})(?:[^A-Za-z0-9_-]|$)")),
        anchors: B(&[B(".logic.azure.com")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 499,
        examples: Examples {
            positive: B(&[B("https://prod-12.westeurope.logic.azure.com:443/workflows/{{hex:32}}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=«{{base64url:43}}»"), B("https://prod-01.eastus.logic.azure.com/workflows/{{hex:32}}/triggers/manual/run?sig=«{{base64url:43}}»&sv=1.0")]),
            negative: B(&[B("https://prod-12.westeurope.logic.azure.com:443/workflows/{{hex:32}}/triggers/manual/paths/invoke?api-version=2016-06-01"), B("https://prod-12.westeurope.logic.azure.com/workflows/{{hex:32}}/triggers/manual/paths/invoke?sig={{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("onesignal-api-key"),
            provider: B("OneSignal"),
            title: B("OneSignal API key"),
            description: B("Key of one app (`os_v2_app_`) or of the whole organisation (`os_v2_org_`), with 103 lower-case letters and digits."),
            why: B("The holder sends push messages, mail and SMS to all subscribers of the app; an organisation key manages every app."),
            revoke: B("Rotate or delete the key under Settings > Keys & IDs. See https://documentation.onesignal.com/docs/keys-and-ids."),
            references: B(&[B("https://documentation.onesignal.com/docs/keys-and-ids")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("os_v2_app_{{lowernum:103}}"), B("os_v2_org_{{lowernum:103}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Key {{token}}"), B("{{token:2}}")]),
            negative: B(&[B("os_v2_app_{{lowernum:100}}"), B("os_v1_app_{{lowernum:103}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("plivo-auth-token"),
            provider: B(T151),
            title: B("Plivo auth token"),
            description: B("Password of HTTP Basic on the Plivo API. 40 characters under a name that speaks of a Plivo token."),
            why: B(T262),
            revoke: B(T166),
            references: B(&[B(T456)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("plivo-auth-token"), B("plivo-token"), B("plivo-password"), B("plivo-secret")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("plivo-auth-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PLIVO_AUTH_TOKEN={{token}}"), B("plivo_token: {{token}}")]),
            negative: B(&[B("PLIVO_AUTH_TOKEN={{base64url:36}}"), B("nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("plivo-auth-id"),
            provider: B(T151),
            title: B("Plivo auth ID"),
            description: B("User name of HTTP Basic on the Plivo API. 20 upper-case letters and digits under a name such as `plivo_auth_id`."),
            why: B(T262),
            revoke: B(T166),
            references: B(&[B(T456)]), tags: B(&[B("messaging")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{uppernum:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("plivo-auth-id"), B("plivo-id")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PLIVO_AUTH_ID={{token}}"), B("plivo_id: {{token}}")]),
            negative: B(&[B("PLIVO_AUTH_ID={{uppernum:18}}"), B("sku={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("postmark-token"),
            provider: B("Postmark"),
            title: B("Postmark server or account token"),
            description: B("Value of the header X-Postmark-Server-Token or X-Postmark-Account-Token. A UUID under such a name."),
            why: B("A server token sends mail from the owner's domains and reads message content; an account token manages all servers."),
            revoke: B("Generate a new token on the server's API Tokens page, or under Account > API Tokens, and delete the old one. See https://postmarkapp.com/developer/api/overview."),
            references: B(&[B("https://postmarkapp.com/developer/api/overview")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("postmark-server-token"), B("postmark-account-token"), B("postmark-token"), B("postmark-api"), B("postmark-key")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("X-Postmark-Server-Token: {{token}}"), B("POSTMARK_API_TOKEN={{token}}")]),
            negative: B(&[B("X-Postmark-Server-Token: POSTMARK_API_TEST"), B("message_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pusher-app-secret"),
            provider: B(T158),
            title: B("Pusher Channels app secret"),
            description: B("Signs requests to the Channels API and channel subscriptions. 20 hex characters under a name such as `pusher_app_secret`."),
            why: B(T235),
            revoke: B(T45),
            references: B(&[B(T436)]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("pusher-secret"), B("pusher-app-secret"), B("pusher-api-secret")]), hosts: B(&[]), entropy: 2.2, stop_words: B(&[]),
        checksum: None, companion: Some(B("pusher-app-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PUSHER_APP_SECRET={{token}}"), B("pusher_secret: {{token}}")]),
            negative: B(&[B("PUSHER_APP_SECRET={{hex:19}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("pusher-app-key"),
            provider: B(T158),
            title: B("Pusher Channels app key"),
            description: B("Names the app; public in every client. 20 hex characters under a name such as `pusher_app_key`."),
            why: B(T235),
            revoke: B(T45),
            references: B(&[B(T436)]), tags: B(&[B("messaging")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("pusher-key"), B("pusher-app-key"), B("pusher-api-key")]), hosts: B(&[]), entropy: 2.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PUSHER_APP_KEY={{token}}"), B("pusher_key: {{token}}")]),
            negative: B(&[B("PUSHER_APP_KEY={{hex:19}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sendbird-api-token"),
            provider: B("Sendbird"),
            title: B("Sendbird API token"),
            description: B("Value of the `Api-Token` header of the Platform API. 40 hex characters under a name that speaks of Sendbird."),
            why: B("The holder reads every chat of the application, and creates, bans or impersonates its users."),
            revoke: B("Revoke the token under Settings > Application > General > API tokens in the Sendbird dashboard, https://dashboard.sendbird.com."),
            references: B(&[B("https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("sendbird")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("SENDBIRD_API_TOKEN={{token}}"), B("\"sendbird_token\": \"{{token}}\"")]),
            negative: B(&[B("SENDBIRD_API_TOKEN={{hex:39}}"), B("commit={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("sendgrid-api-key"),
            provider: B("SendGrid"),
            title: B("SendGrid API key"),
            description: B("Bearer key of the SendGrid v3 API and password of its SMTP relay. `SG.`, 22 characters, a dot, 43 characters."),
            why: B("The holder sends mail from the owner's verified domains, past spam filters, and may read contact lists and suppressions."),
            revoke: B("Delete the key under Settings > API Keys in the SendGrid app, or with DELETE /v3/api_keys/{id}. See https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys."),
            references: B(&[B("https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys")]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("SG.{{base64url:22}}.{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("SG.{{base64url:22}}.{{base64url:40}}"), B("SG.{{base64url:66}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-bot-token"),
            provider: B(T224),
            title: B("Slack bot token"),
            description: B("Acts as the bot user of a Slack app in one workspace. `xoxb-`, one or two numeric ids, and a random tail."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("xoxb-{{digit:9-14}}-{{digit:9-14}}-{{base62:24}}"), B("xoxb-{{digit:9-14}}-{{base62:18-26}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("slack={{token:2}}")]),
            negative: B(&[B("xoxb-{{digit:12}}-{{digit:12}}-{{base62:12}}"), B("xoxb-{{digit:12}}-{{base62:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-user-token"),
            provider: B(T224),
            title: B("Slack user token"),
            description: B("Acts as the person who installed the app, with what that person may see and do. `xoxp-`, three numeric ids, 32 hex characters."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("xoxp-{{digit:9-14}}-{{digit:9-14}}-{{digit:9-14}}-{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://slack.com/api/users.list?token={{token}}")]),
            negative: B(&[B("xoxp-{{digit:12}}-{{digit:12}}-{{hex:32}}"), B("xoxp-{{digit:12}}-{{digit:12}}-{{digit:12}}-{{hex:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-workspace-token"),
            provider: B(T224),
            title: B("Slack workspace or refresh token (legacy)"),
            description: B("Token of the retired workspace apps: `xoxa-` opens the API, `xoxr-` renews it. An optional generation number, numeric ids and a random tail follow."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bxox[ar]-(?:[0-9]{1,14}-){0,4}[0-9A-Za-z]{8,48}\\b")),
        anchors: B(&[B("xoxa-"), B("xoxr-")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 113,
        examples: Examples {
            positive: B(&[B("token: «xoxa-2-{{digit:12}}-{{digit:12}}-{{digit:12}}-{{hex:32}}»"), B("«xoxr-{{digit:12}}-{{base62:24}}»")]),
            negative: B(&[B("xoxa-{{digit:6}}"), B("proxoxa-{{digit:12}}-{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-legacy-token"),
            provider: B(T224),
            title: B("Slack legacy tester or session token"),
            description: B("Long-lived token of the old custom integrations. `xoxs-` or `xoxo-`, three numeric ids and a hex tail; it carries all rights of its user."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bxox[so]-[0-9]{9,14}-[0-9]{9,14}-[0-9]{9,14}-[0-9a-f]{10,64}\\b")),
        anchors: B(&[B("xoxs-"), B("xoxo-")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 114,
        examples: Examples {
            positive: B(&[B("«xoxs-{{digit:10}}-{{digit:10}}-{{digit:11}}-{{hex:10}}»"), B("token=«xoxo-{{digit:12}}-{{digit:12}}-{{digit:12}}-{{hex:32}}»&pretty=1")]),
            negative: B(&[B("xoxs-{{digit:10}}-{{hex:10}}"), B("xoxo-hugs-and-kisses")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-client-token"),
            provider: B(T224),
            title: B("Slack browser session token"),
            description: B("Token of a logged-in Slack web client, copied out of a browser. `xoxc-`, three numeric ids, 64 hex characters; works together with the `d` cookie."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("xoxc-{{digit:9-15}}-{{digit:9-15}}-{{digit:9-15}}-{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("slack-session-cookie")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("name=token value={{token}}")]),
            negative: B(&[B("xoxc-{{digit:12}}-{{digit:12}}-{{digit:12}}-{{hex:60}}"), B("xoxc-{{digit:12}}-{{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-session-cookie"),
            provider: B(T224),
            title: B("Slack session cookie"),
            description: B("The `d` cookie of a logged-in Slack web client. `xoxd-` and at least 100 characters of (percent-encoded) base64; with it a session is taken over."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bxoxd-[A-Za-z0-9%+/_=-]{100,400}")),
        anchors: B(&[B("xoxd-")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: Some(B("slack-client-token")),
        identifier: false, generic: false, window: 405,
        examples: Examples {
            positive: B(&[B("Cookie: d=«xoxd-{{base62:60}}%2B{{base62:60}}%3D»; lc=1"), B("«xoxd-{{base64:140}}»")]),
            negative: B(&[B("xoxd-{{base62:40}}"), B("d=xoxd-{{base62:60}};{{base62:60}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-app-level-token"),
            provider: B(T224),
            title: B("Slack app-level token"),
            description: B("Opens app-wide functions such as Socket Mode and event deliveries in all workspaces of an app. `xapp-`, a generation digit, the app id, a number, 64 hex characters."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("xapp-{{digit:1}}-A{{uppernum:8-12}}-{{digit:9-15}}-{{hex:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("SLACK_APP_TOKEN={{token}}")]),
            negative: B(&[B("xapp-{{digit:1}}-A{{uppernum:10}}-{{digit:13}}-{{hex:40}}"), B("xapp-{{digit:1}}-{{hex:64}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-config-access-token"),
            provider: B(T224),
            title: B("Slack configuration or rotating access token"),
            description: B("`xoxe.xoxp-` creates and changes Slack apps by their manifest; `xoxe.xoxb-` is a bot token under token rotation. A digit and about 165 characters follow; valid for 12 hours."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("xoxe.xoxp-{{digit:1}}-{{base62:163-166}}"), B("xoxe.xoxb-{{digit:1}}-{{base62:163-166}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token:2}}")]),
            negative: B(&[B("xoxe.xoxp-{{digit:1}}-{{base62:100}}"), B("xoxe.xoxp-{{base62:165}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-refresh-token"),
            provider: B(T224),
            title: B("Slack refresh token"),
            description: B("Renews an expired configuration or rotating token without a log-in. `xoxe-`, a digit, 146 characters; does not expire until it is used."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("xoxe-{{digit:1}}-{{base62:146}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("refresh_token={{token}}"), B("{{token}}")]),
            negative: B(&[B("xoxe-{{digit:1}}-{{base62:145}}"), B("xoxe-{{base62:146}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-webhook-url"),
            provider: B(T224),
            title: B("Slack incoming webhook URL"),
            description: B("Whoever has the URL posts into the channel it belongs to; nothing else is asked. Host hooks.slack.com, team id, app id, 24 random characters."),
            why: B("Anyone can post into the channel under the name of the app: phishing that comes from a trusted place."),
            revoke: B(T34),
            references: B(&[B(T403), B(T404), B("https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks")]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:https?://)?hooks\\.slack\\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{23,25}\\b")),
        anchors: B(&[B("hooks.slack.com/services/T")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 86,
        examples: Examples {
            positive: B(&[B("«https://hooks.slack.com/services/T{{uppernum:8}}/B{{uppernum:10}}/{{base62:24}}»"), B("url: «hooks.slack.com/services/T{{uppernum:10}}/B{{uppernum:10}}/{{base62:24}}»")]),
            negative: B(&[B("https://hooks.slack.com/services/T{{uppernum:8}}/B{{uppernum:8}}/"), B("https://hooks.slack.com/services/T{{uppernum:8}}/{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("slack-workflow-url"),
            provider: B(T224),
            title: B("Slack workflow trigger URL"),
            description: B("Starts a Slack workflow with data of the caller's choice. Host hooks.slack.com, path `workflows` or `triggers`, team id, numeric id and a random tail."),
            why: B(T243),
            revoke: B(T34),
            references: B(&[B(T403), B(T404)]), tags: B(&[B("messaging")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:https?://)?hooks\\.slack\\.com/(?:workflows/[TE][A-Z0-9]{8,12}/A[A-Z0-9]{8,12}/[0-9]{17,19}/[A-Za-z0-9]{23,25}|triggers/[TE][A-Z0-9]{8,12}/[0-9]{10,14}/[0-9a-f]{32})\\b")),
        anchors: B(&[B("hooks.slack.com/workflows/"), B("hooks.slack.com/triggers/")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 107,
        examples: Examples {
            positive: B(&[B("«https://hooks.slack.com/workflows/T{{uppernum:8}}/A{{uppernum:10}}/{{digit:18}}/{{base62:24}}»"), B("«https://hooks.slack.com/triggers/E{{uppernum:10}}/{{digit:13}}/{{hex:32}}»")]),
            negative: B(&[B("https://hooks.slack.com/workflows/T{{uppernum:8}}/A{{uppernum:10}}/{{digit:18}}"), B("https://hooks.slack.com/triggers/T{{uppernum:8}}/{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("telegram-bot-token"),
            provider: B("Telegram"),
            title: B("Telegram bot token"),
            description: B("Full control of one bot; most often in the path of a URL, after `/bot`. The numeric bot id, a colon, `AA` and 33 characters."),
            why: B("The holder reads everything sent to the bot, writes to its users and can redirect its updates to a server of their own."),
            revoke: B("Send /revoke to @BotFather and choose the bot; the old token stops at once. See https://core.telegram.org/bots/features#botfather."),
            references: B(&[B("https://core.telegram.org/bots/api#authorizing-your-bot"), B("https://core.telegram.org/bots/features#botfather")]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:\\bbot|\\b)(?P<secret>[0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?:[^A-Za-z0-9_-]|$)")),
        anchors: B(&[B(":AA")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 50,
        examples: Examples {
            positive: B(&[B("https://api.telegram.org/bot«{{digit:10}}:AA{{base64url:33}}»/getMe"), B("«{{digit:9}}:AA{{base64url:33}}»")]),
            negative: B(&[B("{{digit:10}}:AA{{base64url:20}}"), B("{{digit:14}}:AA{{base64url:33}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("telnyx-api-key"),
            provider: B("Telnyx"),
            title: B("Telnyx API v2 key"),
            description: B("Bearer key of the Telnyx API. `KEY` and 32 upper-case hex characters that begin with `01`, an underscore, 22 characters."),
            why: B("The holder sends messages and places calls at the owner's cost, and orders or moves phone numbers."),
            revoke: B("Delete the key under API Keys in the Mission Control Portal, https://portal.telnyx.com/#/app/api-keys."),
            references: B(&[B("https://developers.telnyx.com/")]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("KEY01{{HEX:30}}_{{base64url:22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("KEY01{{HEX:30}}"), B("KEY01{{HEX:28}}_{{base64url:22}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twilio-account-sid"),
            provider: B(T270),
            title: B("Twilio account SID"),
            description: B("Names the account; the user name of HTTP Basic with the auth token. `AC` and 32 hex characters. No secret by itself."),
            why: B(T263),
            revoke: B(T64),
            references: B(&[B(T462), B(T463)]), tags: B(&[B("messaging")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bAC[0-9a-f]{32}\\b")),
        anchors: B(&[B("AC0"), B("AC1"), B("AC2"), B("AC3"), B("AC4"), B("AC5"), B("AC6"), B("AC7"), B("AC8"), B("AC9"), B("ACa"), B("ACb"), B("ACc"), B("ACd"), B("ACe"), B("ACf")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 34,
        examples: Examples {
            positive: B(&[B("«AC{{hex:32}}»"), B("https://api.twilio.com/2010-04-01/Accounts/«AC{{hex:32}}»/Messages.json")]),
            negative: B(&[B("AC{{hex:30}}"), B("MAC{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twilio-api-key"),
            provider: B(T270),
            title: B("Twilio API key"),
            description: B("SID of a Twilio API key, the user name that goes with the key's secret; the secret usually stands next to it. `SK` and 32 hex characters."),
            why: B(T263),
            revoke: B(T64),
            references: B(&[B(T462), B(T463)]), tags: B(&[B("messaging"), B("postman-default")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[]), pattern: Some(B("\\bSK[0-9a-f]{32}\\b")),
        anchors: B(&[B("SK0"), B("SK1"), B("SK2"), B("SK3"), B("SK4"), B("SK5"), B("SK6"), B("SK7"), B("SK8"), B("SK9"), B("SKa"), B("SKb"), B("SKc"), B("SKd"), B("SKe"), B("SKf")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("twilio-account-sid")),
        identifier: false, generic: false, window: 34,
        examples: Examples {
            positive: B(&[B("«SK{{hex:32}}»"), B("TWILIO_API_KEY=«SK{{hex:32}}»")]),
            negative: B(&[B("SK{{hex:31}}"), B("RISK{{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twilio-auth-token"),
            provider: B(T270),
            title: B("Twilio auth token"),
            description: B("The account's password for the whole API. 32 hex characters under a name that speaks of Twilio and its auth token."),
            why: B(T263),
            revoke: B(T64),
            references: B(&[B(T462), B(T463)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("twilio-auth-token"), B("twilio-token"), B("twilio-auth"), B("twilio-password")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("twilio-account-sid")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TWILIO_AUTH_TOKEN={{token}}"), B("\"twilio_token\": \"{{token}}\"")]),
            negative: B(&[B("TWILIO_AUTH_TOKEN={{hex:30}}"), B("request_hash={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twilio-basic-credentials"),
            provider: B(T270),
            title: B("Twilio account SID with auth token"),
            description: B("User name and password of the Twilio API in one text, as in a curl command or a URL: `AC…`, a colon, 32 hex characters."),
            why: B(T263),
            revoke: B(T64),
            references: B(&[B(T462), B(T463)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bAC[0-9a-f]{32}:(?P<secret>[0-9a-f]{32})\\b")),
        anchors: B(&[B("AC0"), B("AC1"), B("AC2"), B("AC3"), B("AC4"), B("AC5"), B("AC6"), B("AC7"), B("AC8"), B("AC9"), B("ACa"), B("ACb"), B("ACc"), B("ACd"), B("ACe"), B("ACf")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 67,
        examples: Examples {
            positive: B(&[B("curl -u AC{{hex:32}}:«{{hex:32}}» https://api.twilio.com"), B("https://AC{{hex:32}}:«{{hex:32}}»@api.twilio.com/2010-04-01")]),
            negative: B(&[B("AC{{hex:32}}:{{hex:20}}"), B("AC{{hex:32}} {{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("twilio-api-key-secret"),
            provider: B(T270),
            title: B("Twilio API key secret"),
            description: B("Password of a Twilio API key. 32 letters and digits under a name such as `twilio_api_secret`."),
            why: B(T263),
            revoke: B(T64),
            references: B(&[B(T462), B(T463)]), tags: B(&[B("messaging")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("twilio-api-secret"), B("twilio-api-key-secret"), B("twilio-key-secret"), B("twilio-secret")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: Some(B("twilio-api-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TWILIO_API_SECRET={{token}}"), B("twilio_api_key_secret: {{token}}")]),
            negative: B(&[B("TWILIO_API_SECRET={{base62:20}}"), B("checksum={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("vonage-api-secret"),
            provider: B("Vonage (Nexmo)"),
            title: B("Vonage (Nexmo) API secret"),
            description: B("Password that goes with the eight-character API key. 16 letters and digits under a name that speaks of Vonage or Nexmo."),
            why: B("The holder sends SMS and places calls at the owner's cost and reads verification codes."),
            revoke: B("Rotate the API secret under API Settings in the dashboard, https://dashboard.vonage.com/settings."),
            references: B(&[B("https://developer.vonage.com/en/getting-started/concepts/authentication")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:16}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("vonage-api-secret"), B("vonage-secret"), B("nexmo-api-secret"), B("nexmo-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("NEXMO_API_SECRET={{token}}"), B("vonage_secret: {{token}}")]),
            negative: B(&[B("NEXMO_API_SECRET={{base62:12}}"), B("nexmo_message_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("zapier-webhook-url"),
            provider: B("Zapier"),
            title: B("Zapier catch hook URL"),
            description: B("Starts a Zap; the URL is the only secret. Host hooks.zapier.com, the account's number, a short random path."),
            why: B("Anyone with the URL starts the Zap with data of their choice, and so acts in every service that the Zap is connected to."),
            revoke: B("Replace the trigger of the Zap by a new webhook trigger, which gets another URL. See https://help.zapier.com/hc/en-us/articles/8496288690317."),
            references: B(&[B("https://help.zapier.com/hc/en-us/articles/8496288690317")]), tags: B(&[B("messaging")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("(?:https?://)?hooks\\.zapier\\.com/hooks/catch/[0-9]{4,9}/[A-Za-z0-9]{5,14}\\b")),
        anchors: B(&[B("hooks.zapier.com/hooks/catch/")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 0.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 61,
        examples: Examples {
            positive: B(&[B("«https://hooks.zapier.com/hooks/catch/{{digit:8}}/{{lowernum:7}}»/"), B("url: «https://hooks.zapier.com/hooks/catch/{{digit:7}}/{{lowernum:6}}»")]),
            negative: B(&[B("https://hooks.zapier.com/hooks/catch/"), B("https://hooks.zapier.com/hooks/catch/{{digit:8}}/")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("zoom-client-secret"),
            provider: B("Zoom"),
            title: B("Zoom OAuth client secret"),
            description: B("Proves the identity of a Zoom OAuth app. 32 letters and digits under a name such as `zoom_client_secret`."),
            why: B("The holder issues access tokens of the app: meetings, recordings and users of the account."),
            revoke: B("Regenerate the client secret on the app's credentials page in the Zoom App Marketplace, https://marketplace.zoom.us/user/build."),
            references: B(&[B("https://developers.zoom.us/docs/internal-apps/s2s-oauth/")]), tags: B(&[B("messaging")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("zoom-client-secret"), B("zoom-secret"), B("zoom-oauth-secret"), B("zoom-api-secret")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("ZOOM_CLIENT_SECRET={{token}}"), B("zoom_secret: {{token}}")]),
            negative: B(&[B("ZOOM_CLIENT_SECRET={{base62:30}}"), B("zoom_level={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("asaas-api-key"),
            provider: B(T25),
            title: B("Asaas API key"),
            description: B("Value of the `access_token` header of the Asaas API. `$aact_prod_` and 20 or more characters."),
            why: B(T11),
            revoke: B(T93),
            references: B(&[B(T368)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("$aact_prod_{{base64url:20-240}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("access_token: {{token}}"), B("{{token}}")]),
            negative: B(&[B("$aact_prod_{{base64url:10}}"), B("aact_prod_{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("asaas-sandbox-api-key"),
            provider: B(T25),
            title: B("Asaas sandbox API key"),
            description: B("Value of the `access_token` header in the sandbox, where no real money moves. `$aact_hmlg_` and 20 or more characters."),
            why: B(T11),
            revoke: B(T93),
            references: B(&[B(T368)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("$aact_hmlg_{{base64url:20-240}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("access_token: {{token}}"), B("{{token}}")]),
            negative: B(&[B("$aact_hmlg_{{base64url:10}}"), B("aact_hmlg_{{base64url:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("braintree-access-token"),
            provider: B(T30),
            title: B("PayPal Braintree access token"),
            description: B("Lets an app act for a connected merchant in production. `access_token$production$`, the merchant id, 32 hex characters."),
            why: B(T266),
            revoke: B(T197),
            references: B(&[B(T349)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("access_token$production${{lowernum:16}}${{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("BRAINTREE_ACCESS_TOKEN={{token}}")]),
            negative: B(&[B("access_token$production${{lowernum:16}}"), B("access_token$production${{lowernum:16}}${{hex:30}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("braintree-sandbox-access-token"),
            provider: B(T30),
            title: B("PayPal Braintree sandbox access token"),
            description: B("Acts for a merchant in the sandbox, where no real money moves. `access_token$sandbox$`, the merchant id, 32 hex characters."),
            why: B(T266),
            revoke: B(T197),
            references: B(&[B(T349)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("access_token$sandbox${{lowernum:16}}${{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("token: {{token}}")]),
            negative: B(&[B("access_token$sandbox${{lowernum:16}}"), B("access_token$sandbox$${{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("braintree-private-key"),
            provider: B(T30),
            title: B("Braintree private key"),
            description: B("Password of HTTP Basic on the Braintree gateway. 32 hex characters under a name such as `braintree_private_key`."),
            why: B(T266),
            revoke: B(T197),
            references: B(&[B(T349)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("braintree-private-key"), B("braintree-private"), B("braintree-secret"), B("bt-private-key")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("BRAINTREE_PRIVATE_KEY={{token}}"), B("braintree_secret: {{token}}")]),
            negative: B(&[B("BRAINTREE_PRIVATE_KEY={{hex:31}}"), B("braintree_nonce={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("checkout-com-secret-key"),
            provider: B(T37),
            title: B("Checkout.com secret key (UUID form)"),
            description: B("Value of the Authorization header of the older API. `sk_` and a UUID."),
            why: B(T6),
            revoke: B(T44),
            references: B(&[B(T453)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[]), pattern: Some(B("\\bsk_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b")),
        anchors: B(&[B("sk_0"), B("sk_1"), B("sk_2"), B("sk_3"), B("sk_4"), B("sk_5"), B("sk_6"), B("sk_7"), B("sk_8"), B("sk_9"), B("sk_a"), B("sk_b"), B("sk_c"), B("sk_d"), B("sk_e"), B("sk_f")]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 39,
        examples: Examples {
            positive: B(&[B("Authorization: «sk_{{uuid}}»"), B("«sk_{{uuid}}»")]),
            negative: B(&[B("sk_{{hex:32}}"), B("task_{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("checkout-com-sandbox-key"),
            provider: B(T37),
            title: B("Checkout.com sandbox secret key"),
            description: B("Key of the sandbox, where no real money moves. `sk_test_` and a UUID, or `sk_sbox_` and 24 or more characters."),
            why: B(T6),
            revoke: B(T44),
            references: B(&[B(T453)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("sk_test_{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}"), B("sk_sbox_{{lowernum:24-40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer {{token:2}}")]),
            negative: B(&[B("sk_test_{{hex:8}}-{{hex:4}}"), B("pk_sbox_{{lowernum:27}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("coinbase-access-token"),
            provider: B(T40),
            title: B("Coinbase access token"),
            description: B("OAuth or API token of Coinbase. 64 characters under a name that speaks of a Coinbase token or secret."),
            why: B(T247),
            revoke: B(T67),
            references: B(&[B(T371)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("coinbase-access-token"), B("coinbase-token"), B("coinbase-api-secret"), B("coinbase-secret"), B("coinbase-api-key"), B("coinbase-key"), B("coinbase-api-token")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("COINBASE_ACCESS_TOKEN={{token}}"), B("coinbase_api_secret: {{token}}")]),
            negative: B(&[B("COINBASE_ACCESS_TOKEN={{base64url:60}}"), B("tx_hash={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("coinbase-cdp-key-name"),
            provider: B(T40),
            title: B("Coinbase CDP key name"),
            description: B("Names an API key of the Coinbase Developer Platform; the EC private key beside it is the secret. `organizations/`, a UUID, `/apiKeys/`, a UUID."),
            why: B(T247),
            revoke: B(T67),
            references: B(&[B(T371)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("organizations/{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}/apiKeys/{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.4, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("\"name\": \"{{token}}\"")]),
            negative: B(&[B("organizations/{{uuid}}"), B("organizations/{{uuid}}/apiKeys/{{hex:8}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("duffel-live-token"),
            provider: B(T99),
            title: B("Duffel live access token"),
            description: B("Bearer token for real bookings. `duffel_live_` and 43 characters."),
            why: B(T7),
            revoke: B(T85),
            references: B(&[B(T411)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("duffel_live_{{[A-Za-z0-9_=-]:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("duffel_live_{{base62:40}}"), B("my_duffel_live_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("duffel-test-token"),
            provider: B(T99),
            title: B("Duffel test access token"),
            description: B("Bearer token of the test mode, where nothing is booked. `duffel_test_` and 43 characters."),
            why: B(T7),
            revoke: B(T85),
            references: B(&[B(T411)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("duffel_test_{{[A-Za-z0-9_=-]:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("duffel_test_{{base62:40}}"), B("my_duffel_test_{{base62:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("easypost-api-key"),
            provider: B(T101),
            title: B("EasyPost production API key"),
            description: B("User name of HTTP Basic on the EasyPost API, with real postage. `EZAK` and 54 letters and digits."),
            why: B(T10),
            revoke: B(T74),
            references: B(&[B(T381)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("EZAK{{base62:54}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("curl -u {{token}}: https://api.easypost.com/v2/shipments")]),
            negative: B(&[B("EZAK{{base62:50}}"), B("FREEZAK{{base62:54}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("easypost-test-api-key"),
            provider: B(T101),
            title: B("EasyPost test API key"),
            description: B("User name of HTTP Basic in test mode, where no postage is bought. `EZTK` and 54 letters and digits."),
            why: B(T10),
            revoke: B(T74),
            references: B(&[B(T381)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("EZTK{{base62:54}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("EASYPOST_TEST_KEY={{token}}")]),
            negative: B(&[B("EZTK{{base62:50}}"), B("XEZTK{{base62:54}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("finicity-partner-secret"),
            provider: B(T105),
            title: B("Finicity partner secret"),
            description: B("Password of a partner when it asks for an app token. 20 lower-case letters and digits under a name that speaks of the Finicity secret."),
            why: B(T320),
            revoke: B(T27),
            references: B(&[B(T344)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base62:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("finicity-partner-secret"), B("finicity-secret"), B("finicity-client-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("finicity-app-key")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("FINICITY_PARTNER_SECRET={{token}}"), B("finicity_secret: {{token}}")]),
            negative: B(&[B("FINICITY_PARTNER_SECRET={{base62:18}}"), B("order={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("finicity-app-key"),
            provider: B(T105),
            title: B("Finicity app key"),
            description: B("Value of the header Finicity-App-Key. 32 hex characters under such a name."),
            why: B(T320),
            revoke: B(T27),
            references: B(&[B(T344)]), tags: B(&[B("payments")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("finicity-app-key"), B("finicity-api-key"), B("finicity-key"), B("finicity-api-token"), B("finicity-token")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Finicity-App-Key: {{token}}"), B("finicity_api_token={{token}}")]),
            negative: B(&[B("Finicity-App-Key: {{hex:30}}"), B("etag={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("flutterwave-secret-key"),
            provider: B(T106),
            title: B("Flutterwave live secret key"),
            description: B("Bearer key of the Flutterwave API with real money. `FLWSECK-`, 32 lower-case letters and digits, `-X`."),
            why: B(T264),
            revoke: B(T108),
            references: B(&[B(T342)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("FLWSECK-{{lowernum:32}}-X")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("FLWSECK-{{lowernum:30}}-X"), B("FLWPUBK-{{lowernum:32}}-X")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("flutterwave-test-key"),
            provider: B(T106),
            title: B("Flutterwave test secret or encryption key"),
            description: B("Key of the test mode, where no real money moves. `FLWSECK_TEST`, and 32 characters with `-X` (secret key) or 12 characters (encryption key)."),
            why: B(T264),
            revoke: B(T108),
            references: B(&[B(T342)]), tags: B(&[B("payments")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("FLWSECK_TEST-{{lowernum:32}}-X"), B("FLWSECK_TEST-{{lowernum:12}}"), B("FLWSECK_TEST{{lowernum:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("encryption_key={{token:2}}")]),
            negative: B(&[B("FLWSECK_TEST-{{lowernum:20}}"), B("FLWPUBK_TEST-{{lowernum:32}}-X")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gocardless-access-token"),
            provider: B("GoCardless"),
            title: B("GoCardless live access token"),
            description: B("Bearer token of the live API, in a context that speaks of GoCardless. `live_` and 40 characters."),
            why: B("The holder reads customers and mandates and creates direct debits and payouts."),
            revoke: B("Revoke the access token under Developers > Access tokens, https://manage.gocardless.com/developers/access-tokens."),
            references: B(&[B("https://developer.gocardless.com/api-reference/")]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("live_{{base64url:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("gocardless")]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("GOCARDLESS_ACCESS_TOKEN={{token}}"), B("gocardless-token: {{token}}")]),
            negative: B(&[B("GOCARDLESS_ACCESS_TOKEN=live_{{base62:30}}"), B("stream={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("lob-live-api-key"),
            provider: B(T128),
            title: B("Lob live API key"),
            description: B("User name of HTTP Basic on the Lob API, in a context that speaks of Lob. `live_` and 35 hex characters."),
            why: B(T5),
            revoke: B(T209),
            references: B(&[B(T387)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("live_{{hex:35}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("lob-api"), B("lob-key"), B("lob-live"), B("lob-secret"), B("api.lob.com")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("LOB_API_KEY={{token}}"), B("lob_live_key: {{token}}")]),
            negative: B(&[B("LOB_API_KEY=live_{{hex:30}}"), B("theme={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("lob-test-api-key"),
            provider: B(T128),
            title: B("Lob test API key"),
            description: B("User name of HTTP Basic in test mode, where nothing is printed, in a context that speaks of Lob. `test_` and 35 hex characters."),
            why: B(T5),
            revoke: B(T209),
            references: B(&[B(T387)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("test_{{hex:35}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("lob-api"), B("lob-key"), B("lob-test"), B("lob-secret"), B("api.lob.com")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("LOB_API_KEY={{token}}"), B("lob_test_key: {{token}}")]),
            negative: B(&[B("LOB_API_KEY=test_{{hex:30}}"), B("theme={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mollie-api-key"),
            provider: B(T138),
            title: B("Mollie live API key"),
            description: B("Bearer key of one website profile, in a context that speaks of Mollie. `live_` and 30 letters and digits."),
            why: B(T4),
            revoke: B(T180),
            references: B(&[B(T389)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("live_{{base62:30}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mollie")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MOLLIE_API_KEY={{token}}"), B("mollie_key: {{token}}")]),
            negative: B(&[B("MOLLIE_API_KEY=live_{{base62:25}}"), B("theme={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("mollie-test-api-key"),
            provider: B(T138),
            title: B("Mollie test API key"),
            description: B("Bearer key of the test mode, where no real money moves, in a context that speaks of Mollie. `test_` and 30 letters and digits."),
            why: B(T4),
            revoke: B(T180),
            references: B(&[B(T389)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("test_{{base62:30}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("mollie")]), hosts: B(&[]), entropy: 3.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("MOLLIE_API_KEY={{token}}"), B("mollie_key: {{token}}")]),
            negative: B(&[B("MOLLIE_API_KEY=test_{{base62:25}}"), B("theme={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("paypal-client-secret"),
            provider: B(T147),
            title: B("PayPal REST client secret"),
            description: B("Password of the client id when a REST app asks for access tokens. 78 or more characters under a name such as `paypal_client_secret`."),
            why: B(T234),
            revoke: B(T15),
            references: B(&[B(T347), B(T348)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{base64url:78-120}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("paypal-client-secret"), B("paypal-secret"), B("paypal-app-secret")]), hosts: B(&[]), entropy: 4.3, stop_words: B(&[]),
        checksum: None, companion: Some(B("paypal-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PAYPAL_CLIENT_SECRET={{token}}"), B("paypal_secret: {{token}}")]),
            negative: B(&[B("PAYPAL_CLIENT_SECRET={{base64url:60}}"), B("signature={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("paypal-client-id"),
            provider: B(T147),
            title: B("PayPal REST client ID"),
            description: B("Names a REST app; public in every checkout page. 79 or more characters that begin with `A`, under a name such as `paypal_client_id`."),
            why: B(T234),
            revoke: B(T15),
            references: B(&[B(T347), B(T348)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[A]:1}}{{base64url:78-99}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("paypal-client-id"), B("paypal-id"), B("paypal-app-id")]), hosts: B(&[]), entropy: 4.3, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PAYPAL_CLIENT_ID={{token}}"), B("paypal_app_id: {{token}}")]),
            negative: B(&[B("PAYPAL_CLIENT_ID={{base64url:60}}"), B("signature={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("paypal-access-token"),
            provider: B(T147),
            title: B("PayPal access token"),
            description: B("Bearer token that the OAuth endpoint gives out for some hours. `A21AA` and about 92 characters."),
            why: B("For as long as it lives, the holder does all that the app may do."),
            revoke: B(T15),
            references: B(&[B(T347), B(T348)]), tags: B(&[B("payments")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("A21AA{{base64url:80-110}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.3, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("\"access_token\": \"{{token}}\"")]),
            negative: B(&[B("A21AA{{base64url:40}}"), B("BA21AA{{base64url:92}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("paystack-secret-key"),
            provider: B("Paystack"),
            title: B("Paystack secret key"),
            description: B("Bearer key of the Paystack API, in a context that speaks of Paystack. `sk_live_` or `sk_test_` and 40 hex characters."),
            why: B("The holder reads customers and transactions, issues refunds and starts transfers."),
            revoke: B("Generate a new secret key under Settings > API Keys & Webhooks, https://dashboard.paystack.com/#/settings/developers."),
            references: B(&[B("https://paystack.com/docs/api/authentication/")]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk_live_{{hex:40}}"), B("sk_test_{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("paystack")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PAYSTACK_SECRET_KEY={{token}}"), B("paystack_test={{token:2}}")]),
            negative: B(&[B("PAYSTACK_SECRET_KEY=sk_live_{{hex:38}}"), B("stripe_key={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("plaid-access-token"),
            provider: B(T149),
            title: B("Plaid production access token"),
            description: B("Opens the bank data of one linked institution of one person. `access-production-` and a UUID."),
            why: B(T321),
            revoke: B(T212),
            references: B(&[B(T430), B(T431)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("access-production-{{hexi:8}}-{{hexi:4}}-{{hexi:4}}-{{hexi:4}}-{{hexi:12}}"), B("access-development-{{hexi:8}}-{{hexi:4}}-{{hexi:4}}-{{hexi:4}}-{{hexi:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("plaid-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("\"access_token\": \"{{token:2}}\"")]),
            negative: B(&[B("access-production-{{hexi:32}}"), B("link-production-{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("plaid-sandbox-access-token"),
            provider: B(T149),
            title: B("Plaid sandbox access token"),
            description: B("Opens invented bank data in the sandbox. `access-sandbox-` and a UUID."),
            why: B(T321),
            revoke: B(T212),
            references: B(&[B(T430), B(T431)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::High,
        },
        token: B(&[B("access-sandbox-{{hexi:8}}-{{hexi:4}}-{{hexi:4}}-{{hexi:4}}-{{hexi:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("\"access_token\": \"{{token}}\"")]),
            negative: B(&[B("access-sandbox-{{hexi:8}}"), B("public-sandbox-{{uuid}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("plaid-secret"),
            provider: B(T149),
            title: B("Plaid API secret"),
            description: B("Password of a Plaid client in one environment. 30 lower-case letters and digits under a name such as PLAID-SECRET."),
            why: B(T321),
            revoke: B(T212),
            references: B(&[B(T430), B(T431)]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{lowernum:30}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("plaid-secret"), B("plaid-client-secret"), B("plaid-api-secret"), B("plaid-sandbox-secret"), B("plaid-production-secret")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: Some(B("plaid-client-id")),
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PLAID-SECRET: {{token}}"), B("plaid_client_secret={{token}}")]),
            negative: B(&[B("PLAID-SECRET: {{lowernum:28}}"), B("item={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("plaid-client-id"),
            provider: B(T149),
            title: B("Plaid client ID"),
            description: B("Names the Plaid client. 24 hex characters under a name such as PLAID-CLIENT-ID. No secret by itself."),
            why: B(T321),
            revoke: B(T212),
            references: B(&[B(T430), B(T431)]), tags: B(&[B("payments")]),
            severity: Severity::Low, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:24}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("plaid-client-id"), B("plaid-id")]), hosts: B(&[]), entropy: 2.2, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: true, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("PLAID-CLIENT-ID: {{token}}"), B("plaid_client_id={{token}}")]),
            negative: B(&[B("PLAID-CLIENT-ID: {{hex:22}}"), B("object_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("square-access-token"),
            provider: B(T226),
            title: B("Square access token"),
            description: B("Bearer token of the Square API, the personal one of an app's owner or that of a seller. `EAAA` and 60 characters."),
            why: B(T249),
            revoke: B(T177),
            references: B(&[B(T351), B(T352)]), tags: B(&[B("payments"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("EAAA{{base64url:60}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("EAAA{{base64url:50}}"), B("xEAAA{{base64url:60}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("square-access-token-legacy"),
            provider: B(T226),
            title: B("Square access token (older form)"),
            description: B("Bearer token of the Square API in its older form. `sq0atp-` and 22 characters."),
            why: B(T249),
            revoke: B(T177),
            references: B(&[B(T351), B(T352)]), tags: B(&[B("payments"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sq0atp-{{base64url:22}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("{{token}}")]),
            negative: B(&[B("sq0atp-{{base64url:20}}"), B("sq0idp-{{base64url:22}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("square-oauth-secret"),
            provider: B(T226),
            title: B("Square OAuth application secret"),
            description: B("Proves the identity of an app when it obtains, renews or revokes sellers' tokens. `sq0csp-` and 43 characters."),
            why: B(T249),
            revoke: B(T177),
            references: B(&[B(T351), B(T352)]), tags: B(&[B("payments"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sq0csp-{{base64url:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 4.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("client_secret={{token}}"), B("{{token}}")]),
            negative: B(&[B("sq0csp-{{base64url:40}}"), B("sq0idp-{{base64url:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("stripe-secret-key"),
            provider: B(T227),
            title: B("Stripe live secret key"),
            description: B("Opens the whole Stripe API with real money. `sk_live_` and 24 or more letters and digits; recent keys have about 99."),
            why: B("A live secret key reads customers and payments, refunds charges and moves money out of the account."),
            revoke: B(T206),
            references: B(&[B(T407)]), tags: B(&[B("payments"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("sk_live_{{base62:24-128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("Authorization: Bearer {{token}}"), B("curl https://api.stripe.com/v1/charges -u «sk_live_51{{base62:97}}»:")]),
            negative: B(&[B("sk_live_{{base62:12}}"), B("pk_live_{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("stripe-restricted-key"),
            provider: B(T227),
            title: B("Stripe live restricted key"),
            description: B("Opens the parts of the Stripe API that were granted to it, with real money. `rk_live_` and 24 or more letters and digits."),
            why: B("The holder does with real payments whatever was granted to the key."),
            revoke: B(T206),
            references: B(&[B(T407)]), tags: B(&[B("payments"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("rk_live_{{base62:24-128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("STRIPE_RESTRICTED_KEY={{token}}")]),
            negative: B(&[B("rk_live_{{base62:10}}"), B("mark_live_{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("stripe-test-key"),
            provider: B(T227),
            title: B("Stripe test secret key"),
            description: B("Opens the test data of a Stripe account: `sk_test_` the whole API, `rk_test_` a part of it. 24 or more letters and digits."),
            why: B("No real money moves, but the holder reads and changes test data and webhooks, and learns how the account is built."),
            revoke: B(T206),
            references: B(&[B(T407)]), tags: B(&[B("payments")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("sk_test_{{base62:24-128}}"), B("rk_test_{{base62:24-128}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Bearer {{token:2}}")]),
            negative: B(&[B("sk_test_{{base62:9}}"), B("pk_test_{{base62:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("stripe-webhook-secret"),
            provider: B(T227),
            title: B("Stripe webhook signing secret"),
            description: B("Verifies that an event comes from Stripe. `whsec_` and 32 letters and digits."),
            why: B("The holder forges events, such as a payment that never took place."),
            revoke: B("Roll the secret of the endpoint under Developers > Webhooks. See https://docs.stripe.com/webhooks."),
            references: B(&[B(T407), B("https://docs.stripe.com/webhooks")]), tags: B(&[B("payments")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("whsec_{{base62:32}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("STRIPE_WEBHOOK_SECRET={{token}}"), B("{{token}}")]),
            negative: B(&[B("whsec_{{base62:20}}"), B("awhsec_{{base62:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("wise-api-token"),
            provider: B("Wise"),
            title: B("Wise API token"),
            description: B("Bearer token of the Wise platform. A UUID under a name such as `wise_api_token` or `transferwise_token`."),
            why: B("The holder reads balances and recipients and prepares or sends transfers."),
            revoke: B("Delete the token under Settings > API tokens of the Wise account. See https://docs.wise.com/api-docs."),
            references: B(&[B("https://docs.wise.com/api-docs")]), tags: B(&[B("payments")]),
            severity: Severity::Critical, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("transferwise-api"), B("transferwise-token"), B("transferwise-key"), B("wise-api-token"), B("wise-api-key")]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("TRANSFERWISE_TOKEN={{token}}"), B("wise_api_token: {{token}}")]),
            negative: B(&[B("TRANSFERWISE_TOKEN={{hex:32}}"), B("wise_quote_id={{token}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("atlassian-api-token"),
            provider: B(T28),
            title: B("Atlassian API token"),
            description: B("Takes the place of the password in Basic authentication against Jira, Confluence and Bitbucket Cloud. `ATATT3`, a long body, `=` and a checksum of eight upper-case hexadecimal characters."),
            why: B(T310),
            revoke: B("Revoke it in the security settings of the Atlassian account; see https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/"),
            references: B(&[B(T446)]), tags: B(&[B("source-control")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("ATATT3{{base64url:40-400}}={{HEX:8}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Hex), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("curl -u dev@acme.io:«{{token}}» https://acme.atlassian.net/rest/api/3/myself")]),
            negative: B(&[B("ATATT3{{base64url:160}}={{HEX:7}}"), B("ATATT3{{base64url:20}}={{HEX:8}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("atlassian-data-center-token"),
            provider: B(T28),
            title: B("Jira or Confluence Data Center personal access token"),
            description: B("Acts as its user on a self-hosted Jira or Confluence. 44 characters of base64 that hold a number, a colon and random bytes, under a name that says which product."),
            why: B(T310),
            revoke: B("Revoke it in the user's profile under Personal Access Tokens; see https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html"),
            references: B(&[B(T446), B("https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{[MNO]:1}}{{base64:43}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("jirapat"), B("jiratoken"), B("jirapersonalaccesstoken"), B("jirabearertoken"), B("confluencepat"), B("confluencetoken"), B("confluencepersonalaccesstoken")]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("JIRA_PAT=«{{[MNO]:1}}{{base64:43}}»"), B("{\"confluence_token\": \"«{{[MNO]:1}}{{base64:43}}»\"}")]),
            negative: B(&[B("digest={{[MNO]:1}}{{base64:43}}"), B("JIRA_PAT={{[a-z]:1}}{{base64:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("bitbucket-app-password"),
            provider: B(T29),
            title: B("Bitbucket app password"),
            description: B("Takes the place of the account password for the API and for git, with the permissions ticked when it was made. Atlassian is replacing app passwords by API tokens. `ATBB`, 24 characters and a checksum of eight."),
            why: B(T282),
            revoke: B(T185),
            references: B(&[B(T447), B("https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("ATBB{{base62:24}}{{hexi:8}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.2, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Hex), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://acme-dev:«{{token}}»@bitbucket.org/acme/shop.git")]),
            negative: B(&[B("ATBB{{base62:31}}"), B("ATBB{{base62:34}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("bitbucket-access-token"),
            provider: B(T29),
            title: B("Bitbucket Cloud access token"),
            description: B("Belongs to one repository, project or workspace rather than to a person and carries the scopes chosen for it. `ATCTT3xFfG`, a long body, `=` and a checksum of eight upper-case hexadecimal characters."),
            why: B(T282),
            revoke: B(T185),
            references: B(&[B(T447)]), tags: B(&[B("source-control")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("ATCTT3xFfG{{base64url:60-1000}}={{HEX:8}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Hex), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("ATCTT3xFfG{{base64url:160}}={{HEX:6}}"), B("ATCTT3xFfG{{base64url:20}}={{HEX:8}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("bitbucket-data-center-token"),
            provider: B(T29),
            title: B("Bitbucket Data Center HTTP access token"),
            description: B("Reads or writes the repositories of a self-hosted Bitbucket as a user, project or repository. `BBDC-` and base64 of a number, a colon and random bytes."),
            why: B(T282),
            revoke: B("Revoke it on the HTTP access tokens page of the user, project or repository; see https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html"),
            references: B(&[B(T447), B("https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("BBDC-{{[MNO]:1}}{{base64:39-49}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("BBDC-{{[MNO]:1}}{{base64:30}}"), B("BBDC-{{[a-z]:1}}{{base64:43}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-personal-access-token"),
            provider: B(T109),
            title: B("GitHub personal access token (classic)"),
            description: B("Acts as the user who made it on everything its scopes name, in every organisation that allows classic tokens. `ghp_` and 36 characters, of which the last six are a checksum."),
            why: B(T287),
            revoke: B(T55),
            references: B(&[B(T382), B(T414)]), tags: B(&[B("source-control"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("ghp_{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: token «{{token}}»"), B("curl -u octo:«{{token}}» https://api.github.com/user")]),
            negative: B(&[B("ghp_{{base62:35}}"), B("ghp_{{base62:37}}"), B("xghp_{{base62:36}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-oauth-access-token"),
            provider: B(T109),
            title: B("GitHub OAuth access token"),
            description: B("Issued to an OAuth app for one user; it does whatever that user granted the app, and does not expire by itself. `gho_` and 36 characters, of which the last six are a checksum."),
            why: B(T287),
            revoke: B(T55),
            references: B(&[B(T382), B(T414)]), tags: B(&[B("source-control")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("gho_{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"accessToken\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("gho_{{base62:35}}"), B("gho_{{base62:36}}_{{base62:4}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-user-to-server-token"),
            provider: B(T109),
            title: B("GitHub App user access token"),
            description: B("Issued to a GitHub App that acts for a user, limited to what both of them may do. `ghu_` and 36 characters, of which the last six are a checksum."),
            why: B(T287),
            revoke: B(T55),
            references: B(&[B(T382), B(T414)]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("ghu_{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("ghu_{{base62:34}}"), B("ghu_{{base62:38}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-server-to-server-token"),
            provider: B(T109),
            title: B("GitHub App installation access token"),
            description: B("Lets a GitHub App act on the repositories where it is installed; the `GITHUB_TOKEN` of a workflow is one. It lives for an hour, or as long as the job. `ghs_` and 36 characters, of which the last six are a checksum."),
            why: B(T287),
            revoke: B(T55),
            references: B(&[B(T382), B(T414), B("https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("ghs_{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://x-access-token:«{{token}}»@github.com/acme/shop.git")]),
            negative: B(&[B("ghs_{{base62:35}}"), B("ghs_{{base62:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-refresh-token"),
            provider: B(T109),
            title: B("GitHub App refresh token"),
            description: B("Exchanged, with the app's client secret, for a new user access token; valid for half a year. `ghr_` and 76 characters (36 in the older form), of which the last six are a checksum."),
            why: B(T287),
            revoke: B(T55),
            references: B(&[B(T382), B(T414), B("https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("ghr_{{base62:76}}"), B("ghr_{{base62:36}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::Crc32Base62), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("refresh_token=«{{token:2}}»&grant_type=refresh_token")]),
            negative: B(&[B("ghr_{{base62:75}}"), B("ghr_{{base62:40}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-fine-grained-token"),
            provider: B(T109),
            title: B("GitHub fine-grained personal access token"),
            description: B("Acts as its user on the repositories and permissions chosen when it was made, in one account or organisation. `github_pat_`, 22 characters, `_` and 59 characters that hold a digest of the rest."),
            why: B(T287),
            revoke: B(T55),
            references: B(&[B(T382), B(T414)]), tags: B(&[B("source-control"), B("postman-default")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("github_pat_{{base62:22}}_{{base62:59}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: Some(Checksum::GithubFineGrained), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("github_pat_{{base62:22}}_{{base62:58}}"), B("github_pat_{{base62:82}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-legacy-token"),
            provider: B(T109),
            title: B("GitHub token of the format before 2021"),
            description: B("A personal or OAuth token made before GitHub introduced prefixes; it works until it is replaced. 40 lower-case hexadecimal characters under a name that says GitHub."),
            why: B(T287),
            revoke: B(T55),
            references: B(&[B(T382), B(T414)]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("githubtoken"), B("githubaccesstoken"), B("githuboauthtoken"), B("githubpersonalaccesstoken"), B("githubapitoken"), B("githubpat")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("GITHUB_TOKEN=«{{hex:40}}»"), B("{\"github_access_token\": \"«{{hex:40}}»\"}")]),
            negative: B(&[B("commit={{hex:40}}"), B("GITHUB_TOKEN={{hex:39}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("github-client-secret"),
            provider: B(T109),
            title: B("GitHub OAuth or GitHub App client secret"),
            description: B("Proves to GitHub that a request comes from the app; together with a code or refresh token it yields tokens of the app's users. 40 lower-case hexadecimal characters under a name that says GitHub."),
            why: B(T287),
            revoke: B("Generate a new client secret in the settings of the app and delete the old one; see https://docs.github.com/en/apps/oauth-apps"),
            references: B(&[B(T382), B(T414)]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::Medium,
        },
        token: B(&[B("{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[B("githubclientsecret"), B("githubappclientsecret"), B("githuboauthsecret"), B("githuboauthclientsecret")]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("GITHUB_CLIENT_SECRET=«{{hex:40}}»"), B("{\"githubClientSecret\": \"«{{hex:40}}»\"}")]),
            negative: B(&[B("GITHUB_SHA={{hex:40}}"), B("GITHUB_CLIENT_SECRET={{hex:32}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-personal-access-token"),
            provider: B(T110),
            title: B("GitLab personal, project or group access token"),
            description: B("Calls the API and git over HTTPS as a user or as the bot of a project or group, within its scopes. `glpat-` and 20 characters, or the routable form without a version number."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B(T384)]), tags: B(&[B("source-control")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("glpat-{{base64url:20}}"), B("glpat-{{base64url:27-300}}.{{lowernum:9}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("PRIVATE-TOKEN: «{{token}}»"), B("PRIVATE-TOKEN: «{{token:2}}»")]),
            negative: B(&[B("glpat-{{base64url:19}}"), B("glpat-{{base64url:21}}"), B("myglpat-{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-routable-access-token"),
            provider: B(T110),
            title: B("GitLab routable access token"),
            description: B("The newer form of the personal, project or group access token: `glpat-`, a payload that names the cell and owner, the version `01`, and the length and checksum of the payload."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B(T384), B("https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/")]), tags: B(&[B("source-control")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("glpat-{{base64url:27-300}}.01.{{lowernum:9}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: Some(Checksum::GitlabRoutable), companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("{\"key\": \"PRIVATE-TOKEN\", \"value\": \"«{{token}}»\"}")]),
            negative: B(&[B("glpat-{{base64url:26}}.01.{{lowernum:9}}"), B("glpat-{{base64url:30}}.01.{{lowernum:8}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-pipeline-trigger-token"),
            provider: B(T110),
            title: B("GitLab pipeline trigger token"),
            description: B("Starts pipelines of one project, with variables of the caller's choice and the rights of the user who made it. `glptt-` and 40 hexadecimal characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/ci/triggers/")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("glptt-{{hex:40}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 2.8, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://gitlab.com/api/v4/projects/7/trigger/pipeline?token=«{{token}}»&ref=main")]),
            negative: B(&[B("glptt-{{hex:39}}"), B("glptt-{{hex:41}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-runner-registration-token"),
            provider: B(T110),
            title: B("GitLab runner registration token"),
            description: B("Registers a new runner, which then receives jobs together with their source and secrets. Replaced by authentication tokens, accepted where the instance still allows it. `GR1348941` and 20 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/ci/runners/new_creation_workflow/")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("GR1348941{{base64url:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("gitlab-runner register --registration-token «{{token}}»")]),
            negative: B(&[B("GR1348941{{base64url:19}}"), B("GR1348942{{base64url:20}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-runner-authentication-token"),
            provider: B(T110),
            title: B("GitLab runner authentication token"),
            description: B("Identifies a runner to the instance; its holder can stand in for the runner and receive jobs with their secrets. `glrt-` and 20 characters, or the routable form with a length and checksum at its end."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/runner/security/")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("glrt-{{base64url:20}}"), B("glrt-{{base64url:27-300}}.01.{{lowernum:9}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("token = \"«{{token:2}}»\"")]),
            negative: B(&[B("glrt-{{base64url:18}}"), B("glrt-{{base64url:24}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-deploy-token"),
            provider: B(T110),
            title: B("GitLab deploy token"),
            description: B("Reads (or, with the scope, writes) the repository, packages and container images of a project or group. `gldt-` and 20 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/user/project/deploy_tokens/")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("gldt-{{base64url:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("docker login -u gitlab+deploy -p «{{token}}» registry.gitlab.com")]),
            negative: B(&[B("gldt-{{base64url:19}}"), B("gldt-{{base64url:22}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-ci-job-token"),
            provider: B(T110),
            title: B("GitLab CI/CD job token"),
            description: B("Stands for a running job: fetches packages, images and other projects that let it in. It dies with the job, so a stored one is most often dead. `glcbt-`, one to five characters, `_` and 20 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/ci/jobs/ci_job_token/")]), tags: B(&[B("source-control")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("glcbt-{{base62:1-5}}_{{base64url:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("JOB-TOKEN: «{{token}}»")]),
            negative: B(&[B("glcbt-{{base62:6}}_{{base64url:20}}"), B("glcbt-{{base62:2}}_{{base64url:19}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-scim-token"),
            provider: B(T110),
            title: B("GitLab SCIM token"),
            description: B("Used by an identity provider to add, change and remove members of a group. `glsoat-` and 20 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/user/group/saml_sso/scim_setup/")]), tags: B(&[B("source-control")]),
            severity: Severity::Critical, confidence: Confidence::High,
        },
        token: B(&[B("glsoat-{{base64url:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("Authorization: Bearer «{{token}}»")]),
            negative: B(&[B("glsoat-{{base64url:19}}"), B("glsoat-{{base64url:21}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-incoming-mail-token"),
            provider: B(T110),
            title: B("GitLab incoming mail token"),
            description: B("Part of the private mail address with which its owner opens issues and merge requests by e-mail. `glimt-` and 25 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383)]), tags: B(&[B("source-control")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("glimt-{{base64url:25}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("incoming+acme-shop-7-«{{token}}»@incoming.example.com")]),
            negative: B(&[B("glimt-{{base64url:24}}"), B("glimt-{{base64url:26}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-feed-token"),
            provider: B(T110),
            title: B("GitLab feed token"),
            description: B("Opens the RSS and calendar feeds of a user, private projects included. `glft-` and 20 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383)]), tags: B(&[B("source-control")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("glft-{{base64url:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("https://gitlab.com/dashboard/projects.atom?feed_token=«{{token}}»")]),
            negative: B(&[B("glft-{{base64url:19}}"), B("glft-{{base64url:25}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-feature-flag-token"),
            provider: B(T110),
            title: B("GitLab feature flags client token"),
            description: B("Reads the feature flags and user lists of a project through the Unleash API. `glffct-` and 20 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/operations/feature_flags/")]), tags: B(&[B("source-control")]),
            severity: Severity::Medium, confidence: Confidence::High,
        },
        token: B(&[B("glffct-{{base64url:20}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("UNLEASH-INSTANCEID: «{{token}}»")]),
            negative: B(&[B("glffct-{{base64url:19}}"), B("glffct-{{base64url:21}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-oauth-application-secret"),
            provider: B(T110),
            title: B("GitLab OAuth application secret"),
            description: B("Proves the identity of an OAuth application to the instance, and with it turns codes and refresh tokens into access tokens of users. `gloas-` and 64 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/integration/oauth_provider/")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("gloas-{{base64url:64}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.0, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("client_secret=«{{token}}»&grant_type=authorization_code")]),
            negative: B(&[B("gloas-{{base64url:63}}"), B("gloas-{{base64url:65}}")]),
            near_miss: B(&[]),
        },
    },
    RuleSpec {
        info: RuleInfo {
            id: B("gitlab-kubernetes-agent-token"),
            provider: B(T110),
            title: B("GitLab agent for Kubernetes token"),
            description: B("Connects a cluster's agent to the instance; its holder can pose as the agent and read the configuration meant for it. `glagent-` and 50 characters."),
            why: B(T284),
            revoke: B(T196),
            references: B(&[B(T383), B("https://docs.gitlab.com/user/clusters/agent/")]), tags: B(&[B("source-control")]),
            severity: Severity::High, confidence: Confidence::High,
        },
        token: B(&[B("glagent-{{base64url:50}}")]), pattern: None,
        anchors: B(&[]), ignore_case: false,
        names: B(&[]), hosts: B(&[]), entropy: 3.5, stop_words: B(&[]),
        checksum: None, companion: None,
        identifier: false, generic: false, window: 4096,
        examples: Examples {
            positive: B(&[B("{{token}}"), B("helm upgrade --set config.token=«{{token}}» gitlab-agent")]),
            negative: B(&[B("glagent-{{base64url:49}}"), B("glagent-{{base64url:51}}")]),
            near_miss: B(&[]),
        },
    },
];
