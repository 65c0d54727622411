//! The carrier: brings mail from the outbox to the mail server, one after another over one connection.

use std::{error::Error as _, fmt, fs, future::Future, sync::Arc, time::Duration};

use jiff::SignedDuration;
use lettre::{
    Address,
    transport::smtp::{
        Error as SmtpError,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::ClientId,
    },
};

use super::{Post, Security, Settings};
use crate::{
    clock::Clock,
    db::{Database, DbResult},
    outbox::{self, Carry, Due, End, OF_A_UNIT, Round, UNITS, Way, rules},
};

/// How long an answer may take. RFC 5321, section 4.5.3.2, asks for five minutes, and for ten after the text.
const PATIENCE: Duration = Duration::from_secs(300);
const PATIENCE_AFTER_THE_TEXT: Duration = Duration::from_secs(600);
/// Longer than a mail can take, so that nobody else takes it while it is being sent.
const LEASE: SignedDuration = SignedDuration::from_mins(30);

/// Why a mail was not taken.
enum Failure {
    /// The server said no, with this number, whether it means for good, and whether it means the address (enhanced
    /// status code 5.1.x, RFC 3463).
    Said {
        reply: String,
        for_good: bool,
        no_address: bool,
    },
    /// No answer came, or none that can be understood.
    Silent,
}

impl From<SmtpError> for Failure {
    fn from(error: SmtpError) -> Self {
        match error.status() {
            Some(code) => Self::Said {
                reply: code.to_string(),
                for_good: error.is_permanent(),
                no_address: error
                    .source()
                    .is_some_and(|words| words.to_string().trim_start().starts_with("5.1.")),
            },
            None => Self::Silent,
        }
    }
}

/// Brings mail to the server. Several may work on one database at once.
pub struct Carrier {
    db: Database,
    clock: Arc<dyn Clock>,
    post: Arc<Post>,
    settings: Settings,
    holder: String,
}

impl fmt::Debug for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Carrier").finish_non_exhaustive()
    }
}

impl Carrier {
    /// A carrier; `holder` is a name that no other has.
    #[must_use]
    pub fn new(
        db: Database,
        clock: Arc<dyn Clock>,
        post: Arc<Post>,
        settings: Settings,
        holder: String,
    ) -> Self {
        Self {
            db,
            clock,
            post,
            settings,
            holder,
        }
    }

    /// The server can't be reached: this mail waits, and the others with it.
    async fn without_server(&self, due: &Due, reason: &str, mut round: Round) -> DbResult<Round> {
        tracing::warn!(reason, "the mail server can't be reached");
        self.put_off(due, "", &mut round).await?;
        Ok(round)
    }

    async fn put_off(&self, due: &Due, reply: &str, round: &mut Round) -> DbResult<()> {
        let now = self.clock.now();
        match rules::next_try(due.attempts, now, due.give_up_at) {
            Some(next) => {
                round.postponed += 1;
                outbox::postpone(&self.db, due, &self.holder, next, reply).await
            }
            None => {
                round.expired += 1;
                outbox::end(&self.db, due, &self.holder, End::Expired, reply, now).await
            }
        }
    }

    async fn finish(&self, due: &Due, end: End, reply: &str) -> DbResult<()> {
        outbox::end(&self.db, due, &self.holder, end, reply, self.clock.now()).await
    }

    /// Carries one mail. `false` when the connection is of no use any more.
    async fn carry(&self, open: &mut AsyncSmtpConnection, due: &Due, round: &mut Round) -> DbResult<bool> {
        let Some((to, text)) = self.read(&due.content) else {
            tracing::error!(
                unit = due.unit,
                "a mail was sealed with another key and can't be sent"
            );
            round.refused += 1;
            self.finish(due, End::Refused, "").await?;
            return Ok(true);
        };
        match self.offer(open, to).await {
            Ok(()) => {}
            Err(Failure::Said {
                reply,
                for_good,
                no_address,
            }) => {
                if for_good {
                    round.refused += 1;
                    let end = if no_address {
                        End::Unreachable
                    } else {
                        End::Refused
                    };
                    self.finish(due, end, &reply).await?;
                } else {
                    self.put_off(due, &reply, round).await?;
                }
                return Ok(open.command(Rset).await.is_ok());
            }
            Err(Failure::Silent) => {
                self.put_off(due, "", round).await?;
                return Ok(false);
            }
        }
        if !outbox::hand_over(&self.db, due, &self.holder).await? {
            return Ok(open.command(Rset).await.is_ok());
        }
        match hand_over(open, &text).await {
            Ok(()) => {
                round.sent += 1;
                self.finish(due, End::Sent, "250").await?;
                Ok(true)
            }
            Err(Failure::Said {
                reply,
                for_good: true,
                ..
            }) => {
                round.refused += 1;
                self.finish(due, End::Refused, &reply).await?;
                Ok(open.command(Rset).await.is_ok())
            }
            Err(Failure::Said { reply, .. }) => {
                self.put_off(due, &reply, round).await?;
                Ok(open.command(Rset).await.is_ok())
            }
            Err(Failure::Silent) => {
                round.uncertain += 1;
                tracing::warn!(
                    unit = due.unit,
                    "no answer to a mail; it may have arrived and is not sent again"
                );
                self.finish(due, End::Uncertain, "").await?;
                Ok(false)
            }
        }
    }

    /// The address and the text of a sealed mail.
    fn read(&self, sealed: &[u8]) -> Option<(Address, Vec<u8>)> {
        let open = self.post.open(sealed)?;
        let end = open.iter().position(|octet| *octet == b'\n')?;
        let (to, text) = open.split_at(end);
        let to = std::str::from_utf8(to).ok()?.parse().ok()?;
        Some((to, text.get(1..)?.to_vec()))
    }

    /// Names sender and recipient. A server that refuses us as the sender refuses no mail: that is a matter of settings,
    /// and the mail waits until they are right.
    async fn offer(&self, open: &mut AsyncSmtpConnection, to: Address) -> Result<(), Failure> {
        let from = self.post.from.email.clone();
        match within(PATIENCE, open.command(Mail::new(Some(from), Vec::new()))).await {
            Err(Failure::Said { reply, .. }) => {
                tracing::warn!(reply, "the mail server does not take us as the sender");
                return Err(Failure::Said {
                    reply,
                    for_good: false,
                    no_address: false,
                });
            }
            taken => taken?,
        }
        within(PATIENCE, open.command(Rcpt::new(to, Vec::new()))).await
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        let settings = &self.settings;
        let said = |error: SmtpError| match error.status() {
            Some(code) => format!("it answers {code}"),
            None => error.to_string(),
        };
        let name = ClientId::Domain(self.post.from.email.domain().to_owned());
        let tls = match settings.security {
            Security::None => None,
            Security::Tls | Security::StartTls => Some(self.tls()?),
        };
        let at_once = tls.clone().filter(|_| settings.security == Security::Tls);
        let server = (settings.server.as_str(), settings.port());
        let mut open = AsyncSmtpConnection::connect_tokio1(server, Some(PATIENCE), &name, at_once, None)
            .await
            .map_err(said)?;
        if let Some(tls) = tls.filter(|_| settings.security == Security::StartTls) {
            open.starttls(tls, &name).await.map_err(said)?;
        }
        if let (Some(user), Some(file)) = (&settings.user, &settings.password_file) {
            let password = fs::read_to_string(file)
                .map_err(|error| format!("the password file {}: {error}", file.display()))?;
            let credentials = Credentials::new(user.clone(), password.trim_end().to_owned());
            open.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(said)?;
        }
        Ok(open)
    }

    fn tls(&self) -> Result<TlsParameters, String> {
        let mut tls = TlsParameters::builder(self.settings.server.clone());
        if let Some(file) = &self.settings.ca_file {
            let text = fs::read(file).map_err(|error| format!("ca_file {}: {error}", file.display()))?;
            let certificate = Certificate::from_pem(&text)
                .map_err(|error| format!("ca_file {}: {error}", file.display()))?;
            tls = tls.add_root_certificate(certificate);
        }
        tls.build_rustls().map_err(|error| error.to_string())
    }
}

impl Carry for Carrier {
    fn stands_on(&self) -> (&Database, &dyn Clock, Way) {
        (&self.db, &*self.clock, Way::Mail)
    }

    async fn round(&self) -> DbResult<Round> {
        let mut round = Round::default();
        let now = self.clock.now();
        let units = outbox::units(&mut self.db.read().await?, Way::Mail, now, UNITS).await?;
        let mut connection = None;
        for unit in units {
            let (uncertain, expired) = outbox::settle(&self.db, (Way::Mail, unit), now).await?;
            if uncertain > 0 {
                tracing::warn!(
                    unit,
                    uncertain,
                    "mail was left half sent; it may have arrived and is not sent again"
                );
            }
            round.uncertain += usize::try_from(uncertain).unwrap_or(usize::MAX);
            round.expired += usize::try_from(expired).unwrap_or(usize::MAX);
            for _ in 0..OF_A_UNIT {
                let Some(due) =
                    outbox::claim(&self.db, (Way::Mail, unit), &self.holder, self.clock.now(), LEASE).await?
                else {
                    break;
                };
                if connection.is_none() {
                    connection = match tokio::time::timeout(PATIENCE, self.connect()).await {
                        Ok(Ok(connection)) => Some(connection),
                        Ok(Err(reason)) => return self.without_server(&due, &reason, round).await,
                        Err(_) => return self.without_server(&due, "no answer", round).await,
                    };
                }
                if let Some(mut open) = connection.take()
                    && self.carry(&mut open, &due, &mut round).await?
                {
                    connection = Some(open);
                }
            }
        }
        if let Some(mut open) = connection {
            // The mail is sent; whether the farewell is answered changes nothing.
            let _ = open.quit().await;
        }
        Ok(round)
    }
}

/// Hands the text over.
async fn hand_over(open: &mut AsyncSmtpConnection, text: &[u8]) -> Result<(), Failure> {
    within(PATIENCE, open.command(Data)).await?;
    within(PATIENCE_AFTER_THE_TEXT, open.message(text)).await
}

async fn within<T>(
    patience: Duration,
    answer: impl Future<Output = Result<T, SmtpError>>,
) -> Result<(), Failure> {
    match tokio::time::timeout(patience, answer).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(Failure::Silent),
    }
}
