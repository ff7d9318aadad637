//! Serves the fake until it is stopped; writes its address and its keys to a file, or says where it listens.

use std::io::Write;
use std::path::PathBuf;

use clap::Parser;
use postman_fake::{Config, Fake};

/// A stateful fake of the Postman API on 127.0.0.1. Enter ends it and prints what it saw.
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    config: Config,
    /// The port; 0 lets the system choose.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Files for the keys: FILE is that of an admin, FILE.member that of a member.
    #[arg(long, value_name = "FILE")]
    key_file: PathBuf,
}

fn main() -> std::io::Result<()> {
    let args = Args::parse();
    let fake = Fake::start_on(args.config, args.port)?;
    std::fs::write(&args.key_file, fake.admin_key())?;
    std::fs::write(args.key_file.with_extension("member"), fake.member_key())?;
    println!("{}", fake.url());
    std::io::stdout().flush()?;
    std::io::stdin().read_line(&mut String::new())?;
    let stats = fake.stats();
    let most = stats.delivered.values().max().copied().unwrap_or(0);
    println!("{} calls, {} faults, {:?}", stats.calls, stats.faults, stats.limits);
    println!(
        "{} addresses answered, the most asked for {most} times; unknown: {:?}",
        stats.delivered.len(),
        stats.unknown
    );
    Ok(())
}
