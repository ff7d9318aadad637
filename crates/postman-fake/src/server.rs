//! Connections: one thread each.

use std::io::{self, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::faults;
use crate::http::{self, Request, Response};
use crate::limits::{Quota, Verdict};
use crate::state::{State, Stats, Write};
use crate::world::World;
use crate::{Config, errors, routes};

/// A fake that listens. It serves until the process ends.
#[derive(Debug)]
pub struct Fake {
    address: SocketAddr,
    state: Arc<State>,
}

impl Fake {
    /// Makes up an organisation and serves it on 127.0.0.1, on a port that the system chooses.
    ///
    /// # Errors
    /// If there is no port.
    pub fn start(config: Config) -> io::Result<Fake> {
        Fake::start_on(config, 0)
    }

    /// As [`Fake::start`], on a port of one's own.
    ///
    /// # Errors
    /// If the port is taken.
    pub fn start_on(config: Config, port: u16) -> io::Result<Fake> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::new(config));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // A client that goes away is no news.
                thread::spawn(move || drop(serve(&state, connection)));
            }
        });
        Ok(Fake { address, state })
    }

    /// Where it listens: the base of every address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The key of a member.
    pub fn member_key(&self) -> &str {
        &self.state.member_key
    }

    /// The key of an admin.
    pub fn admin_key(&self) -> &str {
        &self.state.admin_key
    }

    /// The key of SCIM.
    pub fn scim_key(&self) -> &str {
        &self.state.scim_key
    }

    /// What there is.
    pub fn world(&self) -> &World {
        &self.state.world
    }

    /// What was asked for.
    pub fn stats(&self) -> Stats {
        self.state.stats()
    }

    /// Every call that would change something.
    pub fn writes(&self) -> Vec<Write> {
        self.stats().writes
    }

    /// Changes an element, or a workspace: it is the same but for the time of its last change.
    pub fn touch(&self, id: &str) {
        *self.state.changes().versions.entry(id.to_owned()).or_default() += 1;
    }

    /// Takes an element away.
    pub fn delete(&self, id: &str) {
        self.state.changes().deleted.insert(id.to_owned());
    }

    /// Puts an element back that was taken away.
    pub fn restore(&self, id: &str) {
        self.state.changes().deleted.remove(id);
    }

    /// Moves an element into another workspace. Neither says that it has changed.
    pub fn move_to(&self, id: &str, workspace: usize) {
        self.state.changes().moved.insert(id.to_owned(), workspace);
    }

    /// Puts a secret into the globals of a workspace, in place of what stood there. Nothing says that they have changed.
    pub fn set_globals(&self, workspace: usize, secret: &str) {
        self.state
            .changes()
            .globals
            .insert(self.state.world.workspaces[workspace].id.clone(), secret.to_owned());
    }
}

fn serve(state: &State, connection: TcpStream) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut out = connection.try_clone()?;
    let mut input = BufReader::new(connection);
    while let Some(request) = http::read(&mut input)? {
        thread::sleep(Duration::from_millis(state.config.delay));
        if !respond(state, &request).send(&mut out)? {
            return Ok(());
        }
    }
    Ok(())
}

fn respond(state: &State, request: &Request) -> Response {
    let scim =
        request.path.starts_with("/scim/") && request.authorization.as_deref() == Some(&state.scim_header());
    let admin = scim || request.key.as_deref() == Some(&state.admin_key);
    if request.key.is_none() && !scim {
        return errors::no_key();
    }
    if state.config.wrong_region || (!admin && request.key.as_deref() != Some(&state.member_key)) {
        return errors::unknown_key();
    }
    let quota = state.limits.take(routes::is_slow(request));
    let (answer, fault) = match quota.verdict {
        Verdict::Go => spoiled(state, request, admin),
        Verdict::Wait(seconds) => {
            let seconds = seconds.to_string();
            let refusal = errors::rate_limited().header("Retry-After", &seconds);
            (refusal.header("X-RateLimit-RetryAfter", &seconds), false)
        }
        Verdict::Exhausted => (errors::exhausted(), false),
    };
    state.count(&full_path(request), answer.status, fault);
    with_limits(answer, &quota, &request.path)
}

fn spoiled(state: &State, request: &Request, admin: bool) -> (Response, bool) {
    if let Some(target) = state.config.redirect.as_deref().filter(|_| request.path == "/me") {
        return (Response::text(302, "text/plain", "").header("Location", target), false);
    }
    let path = full_path(request);
    let fault = faults::of(state.config.seed, state.config.faults, &path, state.attempt(&path));
    match fault {
        Some(fault) => (fault.spoil(routes::answer(state, request, admin)), true),
        None => (routes::answer(state, request, admin), false),
    }
}

fn full_path(request: &Request) -> String {
    let query: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if query.is_empty() { request.path.clone() } else { format!("{}?{}", request.path, query.join("&")) }
}

/// Headers as they differ from API to API: both families, one of them, the end of the window as seconds or as a date.
fn with_limits(answer: Response, quota: &Quota, path: &str) -> Response {
    let (limit, left) = (quota.limit.to_string(), quota.remaining.to_string());
    let reset = quota.reset.to_string();
    let answer = answer
        .header("RateLimit-Limit-Month", &quota.month.to_string())
        .header("RateLimit-Remaining-Month", &quota.month_left.to_string());
    if path.starts_with("/collections") {
        // The trio of old, its end in seconds since 1970.
        let at = jiff::Timestamp::now().as_second() + i64::try_from(quota.reset).unwrap_or(0);
        return answer
            .header("X-RateLimit-Limit", &limit)
            .header("X-RateLimit-Remaining", &left)
            .header("X-RateLimit-Reset", &at.to_string());
    }
    if path.starts_with("/environments") {
        return answer
            .header("X-RateLimit-Limit", &limit)
            .header("X-RateLimit-Remaining", &left)
            .header("X-RateLimit-Reset", &reset);
    }
    answer
        .header("RateLimit-Limit", &limit)
        .header("RateLimit-Remaining", &left)
        .header("RateLimit-Reset", &reset)
        .header("RateLimit-Policy", "300;w=60")
        .header("RateLimit", &format!("limit={limit}, remaining={left}, reset={reset}"))
}
