//! Mail against a real server on loopback, on both databases: nothing lost that was not handed over, nothing sent
//! twice.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use platform::{
    clock::Clock,
    db::Database,
    i18n::Locale,
    mail::{Carrier, Mail, Post, Security, Settings},
    outbox::{self, Carry as _, OutboxKey, Round},
    testing::{MailServer, on_both},
};

const UNIT: i64 = 30_292;

/// A clock that a test moves.
#[derive(Debug, Clone)]
struct Hands(Arc<Mutex<Timestamp>>);

impl Hands {
    fn new() -> Self {
        Self(Arc::new(Mutex::new("2025-10-07T03:00:00Z".parse().unwrap())))
    }

    fn forward(&self, minutes: i64) {
        *self.0.lock().unwrap() += SignedDuration::from_mins(minutes);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A post office with its outbox.
struct Office {
    db: Database,
    clock: Hands,
    post: Arc<Post>,
    server: MailServer,
}

impl Office {
    fn open(db: Database) -> Self {
        Self::with_server(db, MailServer::start())
    }

    fn with_server(db: Database, server: MailServer) -> Self {
        let mut next = 0_u64;
        let post = Post::new(
            "Bảng công khai <thong-bao@dinh.example>".parse().unwrap(),
            "https://dinh.example",
            OutboxKey::new([7; 32]),
            Box::new(move |octets| {
                next += 1;
                octets.fill(0);
                octets[..8].copy_from_slice(&next.to_be_bytes());
            }),
        );
        Self {
            db,
            clock: Hands::new(),
            post: Arc::new(post),
            server,
        }
    }

    fn settings(&self) -> Settings {
        Settings {
            server: "127.0.0.1".to_owned(),
            port: Some(self.server.port()),
            security: Security::None,
            ca_file: None,
            user: None,
            password_file: None,
            from: String::new(),
            key_file: None,
            inbox: None,
        }
    }

    fn carrier(&self, holder: &str, settings: Settings) -> Carrier {
        let clock = Arc::new(self.clock.clone());
        Carrier::new(
            self.db.clone(),
            clock,
            Arc::clone(&self.post),
            settings,
            holder.to_owned(),
        )
    }

    async fn round(&self) -> Round {
        self.carrier("one", self.settings()).round().await.unwrap()
    }

    async fn put(&self, to: &str, once: &str) -> bool {
        let mail = Mail {
            once,
            about: to.as_bytes(),
            to,
            subject: "Thông báo mới",
            text: "Đường bê tông dọc Kênh Ranh.\n",
            html: "<!doctype html><p>Đường bê tông dọc Kênh Ranh.</p>",
            language: Locale::Vi,
            stop: None,
            reply_to: None,
            answers: None,
            good_for: outbox::rules::PATIENCE,
        };
        let mut write = self.db.write().await.unwrap();
        let put = self
            .post
            .put(&mut write, UNIT, &mail, self.clock.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
        put
    }

    async fn count(&self, state: &str) -> i64 {
        outbox::count(&mut self.db.read().await.unwrap(), UNIT, state)
            .await
            .unwrap()
    }

    /// Everything the outbox holds, as octets, to look for what must not be in it.
    async fn holds(&self, words: &str) -> bool {
        let rows = self
            .db
            .read()
            .await
            .unwrap()
            .all("SELECT content FROM outbox", &[], |row| {
                row.get::<Option<Vec<u8>>>(0)
            })
            .await
            .unwrap();
        rows.into_iter().flatten().any(|content| {
            content
                .windows(words.len())
                .any(|octets| octets == words.as_bytes())
        })
    }

    async fn contents(&self) -> usize {
        let rows = self
            .db
            .read()
            .await
            .unwrap()
            .all("SELECT id FROM outbox WHERE content IS NOT NULL", &[], |row| {
                row.get::<Vec<u8>>(0)
            })
            .await
            .unwrap();
        rows.len()
    }
}

const SCHEMA: &[&[platform::db::Migration]] = &[outbox::MIGRATIONS];

#[tokio::test]
async fn mail_is_sent_once_and_then_forgotten() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        assert!(office.put("an@example.vn", "1").await);
        assert!(!office.put("an@example.vn", "1").await, "the same mail again");
        assert!(office.put("ba@example.vn", "2").await);
        assert!(
            !office.holds("an@example.vn").await,
            "an address stands there readable"
        );
        let sent = office.round().await;
        assert_eq!(
            sent,
            Round {
                sent: 2,
                ..Round::default()
            }
        );
        assert_eq!(office.round().await, Round::default());
        assert!(
            !office.put("an@example.vn", "1").await,
            "the same mail after it was sent"
        );
        assert_eq!(office.round().await, Round::default());
        let taken = office.server.taken();
        assert_eq!(taken.len(), 2);
        assert!(
            taken[0].starts_with("thong-bao@dinh.example -> an@example.vn\n"),
            "{}",
            taken[0]
        );
        assert!(taken[0].contains("Message-ID: <"), "{}", taken[0]);
        assert_eq!(office.contents().await, 0, "what was sent is forgotten");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_refuses_is_understood() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        for to in [
            "refuse-a@example.vn",
            "reject-a@example.vn",
            "policy-a@example.vn",
            "an@example.vn",
        ] {
            office.put(to, to).await;
        }
        let round = office.round().await;
        assert_eq!(
            round,
            Round {
                sent: 1,
                refused: 3,
                ..Round::default()
            },
            "one refusal does not keep the others back"
        );
        office.clock.forward(60 * 24 * 5);
        assert_eq!(
            office.round().await,
            Round::default(),
            "what was refused is not tried again"
        );
        assert_eq!(office.contents().await, 0);
        let mut write = office.db.write().await.unwrap();
        let gone = outbox::unreachable(&mut write, UNIT).await.unwrap();
        assert_eq!(
            gone,
            [b"refuse-a@example.vn".to_vec()],
            "only what has no address"
        );
        assert!(
            outbox::unreachable(&mut write, UNIT).await.unwrap().is_empty(),
            "told once"
        );
    })
    .await;
}

#[tokio::test]
async fn a_greylisting_server_is_asked_again_later_and_a_full_one_ever_more_seldom() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        office.put("greylist-a@example.vn", "1").await;
        let later = Round {
            postponed: 1,
            ..Round::default()
        };
        assert_eq!(office.round().await, later);
        office.clock.forward(4);
        assert_eq!(office.round().await, Round::default(), "not yet");
        office.clock.forward(1);
        assert_eq!(
            office.round().await,
            Round {
                sent: 1,
                ..Round::default()
            }
        );

        office.put("full-a@example.vn", "2").await;
        let mut tries = 0;
        let mut minutes = 0;
        while office.count("waiting").await == 1 {
            tries += office.round().await.postponed;
            office.clock.forward(5);
            minutes += 5;
        }
        assert_eq!(office.count("expired").await, 1);
        assert!(
            (3 * 24 * 60..=4 * 24 * 60 + 10).contains(&minutes),
            "given up after {minutes} minutes"
        );
        assert!((20..40).contains(&tries), "{tries} tries");
        assert_eq!(office.server.taken().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_down_loses_nothing() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        office.put("an@example.vn", "1").await;
        office.put("ba@example.vn", "2").await;
        let elsewhere = Settings {
            port: Some(9),
            ..office.settings()
        };
        let round = office.carrier("one", elsewhere).round().await.unwrap();
        assert_eq!(
            round,
            Round {
                postponed: 1,
                ..Round::default()
            }
        );
        office.clock.forward(5);
        assert_eq!(
            office.round().await,
            Round {
                sent: 2,
                ..Round::default()
            }
        );
    })
    .await;
}

/// Runs a round and ends it in the middle, as a crash would, once the server has written `file`.
async fn crashes_at(office: &Office, file: &str) {
    let carrier = office.carrier("one", office.settings());
    let round = tokio::spawn(async move { carrier.round().await });
    let file = office.server.folder().join(file);
    for _ in 0..600 {
        if file.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(file.exists(), "the server was never reached");
    assert!(!round.is_finished());
    round.abort();
    assert!(round.await.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn what_a_crash_left_half_sent_is_not_sent_again() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        office.put("hang-a@example.vn", "1").await;
        crashes_at(&office, "1.eml").await;
        assert_eq!(office.count("sending").await, 1);
        assert_eq!(
            office.round().await,
            Round::default(),
            "another carrier keeps off while the lease runs"
        );
        office.clock.forward(31);
        assert_eq!(
            office.round().await,
            Round {
                uncertain: 1,
                ..Round::default()
            }
        );
        office.clock.forward(60 * 24);
        assert_eq!(office.round().await, Round::default());
        assert_eq!(office.server.taken().len(), 1, "sent once");
        assert_eq!(office.contents().await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_a_crash_left_before_the_text_is_sent_after_it() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        office.put("stall-a@example.vn", "1").await;
        crashes_at(&office, "stalled").await;
        assert_eq!(office.round().await, Round::default());
        office.clock.forward(31);
        assert_eq!(
            office.round().await,
            Round {
                sent: 1,
                ..Round::default()
            }
        );
        assert_eq!(office.server.taken().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_stopped_while_it_waited_is_never_sent() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        office.put("an@example.vn", "1").await;
        office.put("ba@example.vn", "2").await;
        let mut write = office.db.write().await.unwrap();
        outbox::forget(&mut write, UNIT, b"an@example.vn", office.clock.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(
            office.round().await,
            Round {
                sent: 1,
                ..Round::default()
            }
        );
        assert!(office.server.taken()[0].contains("-> ba@example.vn"));
    })
    .await;
}

#[tokio::test]
async fn two_carriers_share_the_work() {
    on_both(SCHEMA, |db| async move {
        let office = Office::open(db);
        for number in 0..20 {
            office
                .put(&format!("an{number}@example.vn"), &number.to_string())
                .await;
        }
        let (one, two) = (
            office.carrier("one", office.settings()),
            office.carrier("two", office.settings()),
        );
        let (first, second) = tokio::join!(one.round(), two.round());
        let mut sent = first.unwrap().sent + second.unwrap().sent;
        // Whoever was slower has left early; the next round finds the rest.
        sent += office.round().await.sent;
        assert_eq!(sent, 20);
        assert_eq!(office.server.taken().len(), 20, "each once");
    })
    .await;
}

#[tokio::test]
async fn asking_has_a_limit() {
    on_both(SCHEMA, |db| async move {
        let allowance = outbox::rules::Allowance {
            most: 2,
            within: SignedDuration::from_hours(1),
        };
        let start: Timestamp = "2025-10-07T03:00:00Z".parse().unwrap();
        let mut write = db.write().await.unwrap();
        let mut answers = Vec::new();
        for minutes in [0, 1, 2, 61] {
            let now = start + SignedDuration::from_mins(minutes);
            answers.push(outbox::ask(&mut write, b"k", allowance, now).await.unwrap());
        }
        assert_eq!(answers, [true, true, false, true]);
    })
    .await;
}

#[tokio::test]
async fn over_tls_mail_goes_only_to_the_server_it_is_meant_for() {
    on_both(SCHEMA, |db| async move {
        let office = Office::with_server(db, MailServer::start_with_tls());
        office.put("an@example.vn", "1").await;
        let later = Round {
            postponed: 1,
            ..Round::default()
        };
        let password = office.server.folder().join("password");
        let settings = Settings {
            server: "localhost".to_owned(),
            security: Security::StartTls,
            user: Some("dinh".to_owned()),
            password_file: Some(password.clone()),
            ..office.settings()
        };
        std::fs::write(&password, "mật khẩu\n").unwrap();
        let trusting = Settings {
            ca_file: Some(office.server.folder().join("certificate.pem")),
            ..settings.clone()
        };
        assert_eq!(office.round().await, later, "the server wants TLS");
        for (wrong, why) in [
            (settings, "nobody vouches for the certificate"),
            (
                Settings {
                    server: "127.0.0.1".to_owned(),
                    ..trusting.clone()
                },
                "the certificate is for another name",
            ),
        ] {
            office.clock.forward(60 * 5);
            let round = office.carrier("one", wrong).round().await.unwrap();
            assert_eq!(round, later, "{why}");
        }
        std::fs::write(&password, "sai").unwrap();
        office.clock.forward(60 * 5);
        let round = office.carrier("one", trusting.clone()).round().await.unwrap();
        assert_eq!(round, later, "the password is wrong");
        std::fs::write(&password, "mật khẩu\n").unwrap();
        office.clock.forward(60 * 5);
        let round = office.carrier("one", trusting).round().await.unwrap();
        assert_eq!(
            round,
            Round {
                sent: 1,
                ..Round::default()
            }
        );
        assert_eq!(office.server.taken().len(), 1);
    })
    .await;
}
