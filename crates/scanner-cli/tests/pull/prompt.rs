//! The prompt for the key, on a terminal that shows what is typed.

use std::process::Command;

use postman_fake::Config;
use rexpect::session::spawn_command;

use super::World;

const PROMPT: &str = "Postman API key (not shown): ";

/// Runs a command on a terminal that shows what is typed, as the first word proves, and says when it does so no more and how the command ended.
const ON_A_TERMINAL: &str = r#"
    stty echo && echo ready && read word || exit
    while state=$(stty -a < /dev/tty 2> /dev/null); do
        case $state in *" -echo "*) echo hidden; break;; esac
        sleep 0.01
    done &
    "$@"
    echo "exit $?"
"#;

/// What came of a command on a terminal.
struct Typed {
    code: Option<i32>,
    /// Everything that stood on the terminal.
    seen: String,
}

/// Runs a command without a key on a terminal, and types `line` when it asks for one.
fn typed(world: &World, args: &[&str], line: &str) -> Typed {
    let mut command = Command::new("sh");
    command.args(["-c", ON_A_TERMINAL, "sh", env!("CARGO_BIN_EXE_postseal")]);
    command.args(args).args(["--api-base", &world.fake.url()]);
    command.env_remove("POSTMAN_API_KEY").env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let mut terminal = spawn_command(command, Some(30_000)).unwrap();
    terminal.exp_string("ready").unwrap();
    terminal.send_line("shown-word").unwrap();
    let mut seen = terminal.exp_string(PROMPT).unwrap();
    seen.push_str(&terminal.exp_string("hidden").unwrap());
    terminal.send_line(line).unwrap();
    seen.push_str(&terminal.exp_eof().unwrap());
    assert!(seen.contains("shown-word"), "a terminal that shows nothing proves nothing: {seen}");
    let code = seen.rsplit_once("exit ").and_then(|(_, code)| code.trim().parse().ok());
    Typed { code, seen }
}

#[test]
fn a_key_that_is_typed_is_used_and_not_shown() {
    let world = World::new(Config::default());
    let journal = world.journal();
    let args =
        ["pull", "--no-postman-scanner", "--only", "environments", "--clock-speed", "2000", "--journal"];
    let pulled = typed(&world, &[&args[..], &[journal.to_str().unwrap()]].concat(), world.fake.admin_key());
    assert_eq!(pulled.code, Some(1), "{}", pulled.seen);
    assert!(pulled.seen.contains("pulling as ada-test of Corp"), "{}", pulled.seen);
    assert!(!pulled.seen.contains("PMAK") && !pulled.seen.contains(&world.fake.admin_key()[5..]));
}

#[test]
fn a_key_that_is_refused_is_not_shown_either() {
    let world = World::new(Config::default());
    for command in [&["pull", "--plan"][..], &["login"]] {
        let refused = typed(&world, command, "made-up-key-0123456789");
        assert!(refused.code == Some(2) && refused.seen.contains("401"), "{}", refused.seen);
        assert!(!refused.seen.contains("made-up"), "{}", refused.seen);
    }
}

#[test]
fn what_can_be_no_key_is_sent_to_nobody() {
    let world = World::new(Config::default());
    for (line, why) in [("", "is empty"), ("two words", "characters that no key has")] {
        let refused = typed(&world, &["pull", "--plan"], line);
        assert!(refused.code == Some(2) && refused.seen.contains(why), "{}", refused.seen);
        assert!(!refused.seen.contains("two words"), "{}", refused.seen);
    }
    assert_eq!(world.stats().calls, 0);
}

#[test]
fn login_asks_for_a_key_and_says_what_became_of_it() {
    let world = World::new(Config::default());
    let typed = typed(&world, &["login"], world.fake.admin_key());
    // There is no keyring here.
    assert!(typed.code == Some(2) && typed.seen.contains("keyring"), "{}", typed.seen);
    assert!(!typed.seen.contains("PMAK"), "{}", typed.seen);
    assert_eq!(world.stats().calls, 1);
}
