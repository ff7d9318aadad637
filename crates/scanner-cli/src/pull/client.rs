//! One call of the API: at the pace it allows, again if it fails, and with the key to its host only.

use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use serde::de::IgnoredAny;
use serde_json::Value;
use ureq::config::Config;
use ureq::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use super::base::ApiBase;
use super::clock::Clock;
use super::error::ApiError;
use super::headers::Limits;
use super::key::ApiKey;
use super::limiter::{Class, Limiter};
use super::retry::Retry;
use super::stop::Stop;

/// A client of the Postman API. Shared by all workers.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    base: ApiBase,
    key: ApiKey,
    auth: Auth,
    header: HeaderValue,
    clock: Clock,
    stop: Stop,
    /// The pace.
    pub limiter: Limiter,
    retry: Retry,
    max_bytes: u64,
    reserve: u64,
    /// The key was taken before.
    known: AtomicBool,
    month_left: AtomicU64,
    calls: AtomicU64,
}

/// How a request carries the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// `X-API-Key`, as the Postman API has it.
    ApiKey,
    /// `Authorization: Bearer`, as SCIM has it (RFC 7644 section 2).
    Bearer,
    /// `Authorization` with nothing but the key.
    Bare,
}

impl Auth {
    const fn header(self) -> &'static str {
        match self {
            Auth::ApiKey => "X-API-Key",
            Auth::Bearer | Auth::Bare => "Authorization",
        }
    }

    fn value(self, key: &ApiKey) -> String {
        let scheme = if self == Auth::Bearer { "Bearer " } else { "" };
        format!("{scheme}{}", key.reveal())
    }
}

/// What a client is made of.
#[derive(Debug)]
pub struct Options {
    /// Where the API is.
    pub base: ApiBase,
    /// The key.
    pub key: ApiKey,
    /// How requests carry it.
    pub auth: Auth,
    /// How fast time goes.
    pub clock: Clock,
    /// When to end.
    pub stop: Stop,
    /// The longest answer that is read, in bytes.
    pub max_bytes: u64,
    /// Calls of the month that are kept.
    pub reserve: u64,
}

/// A number that no month has: nothing is known.
const UNKNOWN: u64 = u64::MAX;

/// What one try came to.
enum Try {
    Answer(Vec<u8>),
    Over(ApiError),
    /// Worth another try; the server may have said when.
    Again(String, Option<Duration>),
}

impl Client {
    /// Makes a client; calls nothing.
    ///
    /// # Errors
    /// If the key cannot stand in a header.
    pub fn new(options: Options) -> Result<Client> {
        let mut header = HeaderValue::from_str(&options.auth.value(&options.key))
            .map_err(|_| anyhow::anyhow!("the API key cannot stand in a header"))?;
        header.set_sensitive(true);
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("postseal/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(Duration::from_secs(15)))
            .timeout_recv_response(Some(Duration::from_secs(120)))
            .timeout_recv_body(Some(Duration::from_secs(600)))
            .max_idle_connections_per_host(16)
            .tls_config(tls);
        if options.base.is_loopback() {
            config = config.proxy(None);
        }
        let config: Config = config.build();
        Ok(Client {
            agent: config.into(),
            limiter: Limiter::new(options.clock, options.stop.clone()),
            base: options.base,
            key: options.key,
            auth: options.auth,
            header,
            clock: options.clock,
            stop: options.stop,
            retry: Retry::default(),
            max_bytes: options.max_bytes,
            reserve: options.reserve,
            known: AtomicBool::new(false),
            month_left: AtomicU64::new(UNKNOWN),
            calls: AtomicU64::new(0),
        })
    }

    /// Calls that were made, failed ones too.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Calls that are left of those of the month, as far as the server has said.
    pub fn month_left(&self) -> Option<u64> {
        Some(self.month_left.load(Ordering::Relaxed)).filter(|&left| left != UNKNOWN)
    }

    /// The server has said how many calls the month has left.
    pub fn set_month_left(&self, left: u64) {
        self.month_left.store(left, Ordering::Relaxed);
    }

    /// The bytes that a path answers with: valid JSON.
    ///
    /// # Errors
    /// If there are none, after all tries.
    pub fn get(&self, path: &str, class: Class) -> Result<Vec<u8>, ApiError> {
        let answer = self.call(&Method::GET, path, None, class);
        match answer {
            // Some elements that the key may not read answer so too: asked about itself, it tells which it is.
            Err(ApiError::Unauthorized) if self.known.load(Ordering::Relaxed) => {
                self.call(&Method::GET, "/me", None, Class::Fast)?;
                Err(ApiError::Forbidden("401".to_owned()))
            }
            Ok(bytes) => {
                self.known.store(true, Ordering::Relaxed);
                Ok(bytes)
            }
            other => other,
        }
    }

    /// As [`Client::get`], parsed.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn get_json(&self, path: &str, class: Class) -> Result<Value, ApiError> {
        parse(&self.get(path, class)?)
    }

    /// Sends a body, and gives the answer.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn send(&self, method: &Method, path: &str, body: &Value) -> Result<Value, ApiError> {
        parse(&self.call(method, path, Some(body), Class::Fast)?)
    }

    fn call(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        class: Class,
    ) -> Result<Vec<u8>, ApiError> {
        let mut failure = 0;
        loop {
            self.guard_month()?;
            let outcome = {
                let _permit = self.limiter.permit(class)?;
                self.calls.fetch_add(1, Ordering::Relaxed);
                self.attempt(method, path, body, class)
            };
            let (why, wanted) = match outcome {
                Try::Answer(bytes) => return Ok(bytes),
                Try::Over(error) => return Err(error),
                Try::Again(why, wanted) => (why, wanted),
            };
            failure += 1;
            if failure >= self.retry.tries || wanted.is_some_and(|wait| wait > Retry::MOST) {
                return Err(ApiError::Failed(failure, why));
            }
            self.wait(self.retry.wait(failure - 1).max(wanted.unwrap_or_default()))?;
        }
    }

    fn guard_month(&self) -> Result<(), ApiError> {
        let left = self.month_left.load(Ordering::Relaxed);
        if left != UNKNOWN && left <= self.reserve {
            let reserve = self.reserve;
            return Err(ApiError::Quota(format!(
                "{left} calls of this month are left, and {reserve} are to be kept (--reserve)"
            )));
        }
        Ok(())
    }

    fn wait(&self, time: Duration) -> Result<(), ApiError> {
        let end = self.clock.now() + time;
        let mut now = self.clock.now();
        while now < end {
            if self.stop.is_set() {
                return Err(ApiError::Interrupted);
            }
            let left = self.clock.on_the_wall(end.saturating_sub(now));
            std::thread::sleep(left.min(Stop::PATIENCE));
            now = self.clock.now();
        }
        Ok(())
    }

    fn attempt(&self, method: &Method, path: &str, body: Option<&Value>, class: Class) -> Try {
        let request = Request::builder()
            .method(method)
            .uri(self.base.join(path))
            .header(self.auth.header(), self.header.clone())
            .header("Accept", "application/json");
        let sent = match body {
            None => request.body(()).map(|request| self.agent.run(request)),
            Some(body) => {
                let request = request.header("Content-Type", "application/json");
                request.body(body.to_string()).map(|request| self.agent.run(request))
            }
        };
        match sent {
            Err(error) => Try::Over(ApiError::Rejected(0, error.to_string())),
            Ok(Err(error)) => self.broken(&error),
            Ok(Ok(answer)) => {
                let (head, body) = answer.into_parts();
                let limits = Limits::read(&head.headers);
                self.heed(&limits);
                self.judge(head.status, &head.headers, body, &limits, class)
            }
        }
    }

    /// What the server says about limits holds for all workers.
    fn heed(&self, limits: &Limits) {
        if let (Some(limit), Some(remaining)) = (limits.limit, limits.remaining) {
            self.limiter.left(limit, remaining, limits.reset);
        }
        if let Some(left) = limits.month_left {
            self.set_month_left(left);
        }
    }

    fn judge(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: Body,
        limits: &Limits,
        class: Class,
    ) -> Try {
        if status.is_success() {
            return self.read(body);
        }
        if status.is_redirection() {
            let to = headers.get("location").and_then(|value| value.to_str().ok());
            let host = to.and_then(|to| to.parse::<ureq::http::Uri>().ok()?.host().map(str::to_owned));
            return Try::Over(ApiError::Redirected(host.unwrap_or_else(|| "another address".to_owned())));
        }
        let problem = Problem::read(body, &self.key);
        match status.as_u16() {
            401 => Try::Over(ApiError::Unauthorized),
            // Packages say so too when the plan has no more of them: there are calls left then.
            429 if problem.is_exhausted() && self.month_left().is_some_and(|left| left > 0) => {
                Try::Over(ApiError::Plan(problem.text))
            }
            429 if problem.is_exhausted() => {
                Try::Over(ApiError::Quota("the plan's calls of this month are used up".to_owned()))
            }
            429 => {
                let wait = limits.retry_after.unwrap_or(Duration::from_secs(1));
                self.limiter.close(class, wait.min(Retry::MOST));
                Try::Again("429: too many calls".to_owned(), Some(wait))
            }
            404 | 410 => Try::Over(ApiError::NotFound),
            400 if problem.says_not_found() => Try::Over(ApiError::NotFound),
            402 => Try::Over(ApiError::Plan(problem.text)),
            403 if problem.says_plan() => Try::Over(ApiError::Plan(problem.text)),
            403 => Try::Over(ApiError::Forbidden(problem.text)),
            408 | 425 | 500..=599 => {
                Try::Again(format!("the API answers {}", status.as_u16()), limits.retry_after)
            }
            other => Try::Over(ApiError::Rejected(other, problem.text)),
        }
    }

    fn read(&self, mut body: Body) -> Try {
        let mut bytes = Vec::new();
        let most = self.max_bytes;
        // The reader's own limit would end the body without a word.
        let mut reader = body.with_config().limit(u64::MAX).reader().take(most.saturating_add(1));
        if let Err(error) = reader.read_to_end(&mut bytes) {
            return Try::Again(format!("the connection broke: {}", error.kind()), None);
        }
        if bytes.len() as u64 > most {
            return Try::Over(ApiError::TooLarge(most));
        }
        if bytes.is_empty() {
            return Try::Answer(b"{}".to_vec());
        }
        // What was cut off on its way to the server's edge looks whole from here.
        match serde_json::from_slice::<IgnoredAny>(&bytes) {
            Ok(_) => Try::Answer(bytes),
            Err(_) => Try::Again("the answer is no valid JSON".to_owned(), None),
        }
    }

    fn broken(&self, error: &ureq::Error) -> Try {
        use ureq::Error::{BadUri, HostNotFound, InvalidProxyUrl, Tls};
        let text = self.key.redact(&error.to_string());
        match error {
            BadUri(_) | InvalidProxyUrl | Tls(_) => Try::Over(ApiError::Rejected(0, text)),
            HostNotFound => Try::Again(format!("there is no host {}", self.base), None),
            _ => Try::Again(text, None),
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Value, ApiError> {
    serde_json::from_slice(bytes).map_err(|_| ApiError::Failed(1, "the answer is nested too deep".to_owned()))
}

/// The body of an error, in any of the shapes that the API has for it.
struct Problem {
    name: String,
    text: String,
}

/// The longest body of an error that is looked at, in bytes, and the most of it that is shown, in characters.
const MAX_PROBLEM: u64 = 64 << 10;
const SHOWN: usize = 160;

impl Problem {
    fn read(body: Body, key: &ApiKey) -> Problem {
        let mut bytes = Vec::new();
        let read = body.into_reader().take(MAX_PROBLEM).read_to_end(&mut bytes);
        let json: Value = read.ok().and_then(|_| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let first = |names: &[&str]| {
            let at = names.iter().find_map(|name| json.pointer(name)?.as_str());
            at.unwrap_or_default().to_owned()
        };
        let name = first(&["/error/name", "/name", "/type"]);
        let text = first(&["/error/message", "/detail", "/message", "/title"]);
        let text: String = key.redact(&text).chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        Problem { name, text }
    }

    fn is_exhausted(&self) -> bool {
        self.name == "serviceLimitExhausted"
    }

    /// Collections and environments that are not there come as 400.
    fn says_not_found(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        name.contains("notfound") || name.contains("not-found") || name.contains("404")
    }

    /// The API has no code for it; the texts name the plan, the add-on or the feature.
    fn says_plan(&self) -> bool {
        let text = self.text.to_ascii_lowercase();
        ["plan", "add-on", "feature", "upgrade"].iter().any(|word| text.contains(word))
    }
}
