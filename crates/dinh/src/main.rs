//! Đình: grassroots democracy in the open. This crate only composes: commands, configuration, the server.

mod cli;
mod commands;
mod config;
mod house;
mod log;
mod serve;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{
    cli::{AdminCommand, Cli, Command, FactsCommand, LogCommand, RulebookCommand, UnitsCommand},
    config::{LogFormat, Settings},
};

/// Exit code when a check found something, or an import was refused.
const FOUND: u8 = 1;
/// Exit code when the command was not understood or could not be done.
const MISUSE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let settings = match Settings::gather(&cli.settings) {
        Ok(settings) => settings,
        Err(error) => return failed(&error),
    };
    start_logs(&settings);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(run(cli.command, &settings)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FOUND),
        Err(error) => failed(&error),
    }
}

/// Runs a command; `false` when it found what it looked for or refused what it was given.
async fn run(command: Command, settings: &Settings) -> anyhow::Result<bool> {
    match command {
        Command::Demo(args) => commands::demo(settings, &args).await,
        Command::Serve(args) => commands::serve(settings, &args).await,
        Command::Migrate => commands::migrate(settings).await,
        Command::Import(args) => commands::import(settings, &args).await,
        Command::Template(args) => commands::template(settings, &args).await,
        Command::Check(args) => commands::check(settings, &args).await,
        Command::Report(args) => commands::report(settings, &args).await,
        Command::Units(UnitsCommand::Show(args)) => commands::units_show(settings, &args).await,
        Command::Units(UnitsCommand::Search(args)) => commands::units_search(settings, &args).await,
        Command::Units(UnitsCommand::Import(args)) => commands::units_import(settings, &args).await,
        Command::Units(UnitsCommand::Undo(args)) => commands::units_undo(settings, &args).await,
        Command::Rulebook(RulebookCommand::Check { files }) => commands::rulebook_check(settings, &files),
        Command::Rulebook(RulebookCommand::Explain(args)) => commands::rulebook_explain(settings, &args),
        Command::Admin(AdminCommand::Create(args)) => commands::admin_create(settings, &args).await,
        Command::Facts(FactsCommand::Rebuild { verify }) => commands::facts_rebuild(settings, verify).await,
        Command::Log(LogCommand::Export { folder }) => log::export(settings, &folder).await,
        Command::Log(LogCommand::Sign) => log::sign(settings).await,
        Command::Log(LogCommand::Key) => log::key(settings).await,
        Command::Log(LogCommand::RotateKey { lost }) => log::rotate_key(settings, lost).await,
        Command::Log(LogCommand::Witness(args)) => log::witness(settings, *args).await,
        Command::Log(LogCommand::Restart) => log::restart(settings).await,
        Command::Verify(args) => log::verify(settings, args).await,
    }
}

fn start_logs(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match settings.log_format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
}

#[expect(
    clippy::print_stderr,
    reason = "the one place that tells the person at the terminal what went wrong"
)]
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("dinh: {}", told(error));
    ExitCode::from(MISUSE)
}

/// An error with its causes, each told once: some errors already name theirs.
fn told(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let error = anyhow::anyhow!("no such table").context("can't read units: no such table");
        assert_eq!(told(&error), "can't read units: no such table");
        let error = anyhow::anyhow!("no such table").context("can't read units");
        assert_eq!(told(&error), "can't read units: no such table");
    }
}
