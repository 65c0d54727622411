//! Đình: grassroots democracy in the open. This crate only composes: commands, configuration, the server.

mod cli;
mod commands;
mod config;
mod house;
mod log;
mod serve;
mod trouble;

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
    match prepared() {
        Ok(code) => code,
        Err(error) => failed(&error.to_string()),
    }
}

/// Reads the command line and runs it; an error only where there are no words for it yet.
fn prepared() -> anyhow::Result<ExitCode> {
    let translations = house::translations()?;
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let t = translations.translator(config::language_of(std::env::args_os()).into());
            return Ok(match trouble::misuse(&t, &error) {
                Some(text) => failed(&text),
                None => error.exit(),
            });
        }
    };
    let settings = match Settings::gather(&cli.settings) {
        Ok(settings) => settings,
        Err(error) => {
            let language = cli.settings.language.unwrap_or_default();
            let t = translations.translator(language.into());
            return Ok(failed(&trouble::words(&t, &error)));
        }
    };
    start_logs(&settings);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(match runtime.block_on(run(cli.command, &settings)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FOUND),
        Err(error) => failed(&trouble::words(
            &translations.translator(settings.language.into()),
            &error,
        )),
    })
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
        Command::Units(UnitsCommand::Reorganise(args)) => commands::units_reorganise(settings, &args).await,
        Command::Units(UnitsCommand::Reorganisations) => commands::units_reorganisations(settings).await,
        Command::Units(UnitsCommand::Undo(args)) => commands::units_undo(settings, &args).await,
        Command::Rulebook(RulebookCommand::Check { files }) => commands::rulebook_check(settings, &files),
        Command::Rulebook(RulebookCommand::Explain(args)) => commands::rulebook_explain(settings, &args),
        Command::Admin(AdminCommand::Create(args)) => commands::admin_create(settings, &args).await,
        Command::Admin(AdminCommand::SignAllOut) => commands::admin_sign_all_out(settings).await,
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
fn failed(text: &str) -> ExitCode {
    eprintln!("dinh: {text}");
    ExitCode::from(MISUSE)
}
