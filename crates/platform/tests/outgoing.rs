//! Short messages and web hooks on both databases: nothing told twice that was taken, nothing lost that was not, nothing
//! readable in the database.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use jiff::{SignedDuration, Timestamp};
use platform::{
    clock::{Clock, SystemClock},
    db::{Database, Migration},
    hooks::{self, Event, Hook, Hooks, Settings, Teller},
    messages::{Channel, Message, Messages, Messenger, Parcel, Phone, Spool},
    outbox::{self, Carry as _, Courier, OutboxKey, Round},
    random::Fill,
    testing::{HookReceiver, on_both},
};
use serde_json::json;

const UNIT: i64 = 30_292;
const SCHEMA: &[&[Migration]] = &[outbox::MIGRATIONS, hooks::MIGRATIONS];

/// A clock that a test moves.
#[derive(Debug, Clone)]
struct Hands(Arc<Mutex<Timestamp>>);

impl Hands {
    fn new() -> Self {
        Self(Arc::new(Mutex::new("2025-10-07T03:00:00Z".parse().unwrap())))
    }

    fn forward(&self, hours: i64) {
        *self.0.lock().unwrap() += SignedDuration::from_hours(hours);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

fn key() -> OutboxKey {
    OutboxKey::new([7; 32])
}

fn fill() -> Fill {
    let mut next = 0_u64;
    Box::new(move |octets| {
        next += 1;
        octets.fill(0);
        let end = octets.len().min(8);
        octets[..end].copy_from_slice(&next.to_be_bytes()[8 - end..]);
    })
}

/// Everything the outbox holds, to look for what must not be in it.
async fn holds(db: &Database, words: &str) -> bool {
    let rows = db
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

async fn count(db: &Database, state: &str) -> i64 {
    outbox::count(&mut db.read().await.unwrap(), UNIT, state)
        .await
        .unwrap()
}

fn told(folder: &Path) -> Vec<Parcel> {
    let mut parcels: Vec<Parcel> = fs::read_dir(folder)
        .unwrap()
        .map(|file| serde_json::from_slice(&fs::read(file.unwrap().path()).unwrap()).unwrap())
        .collect();
    parcels.sort_by(|a, b| a.text.cmp(&b.text));
    parcels
}

#[tokio::test]
async fn a_message_goes_to_its_channel_once_and_is_then_forgotten() {
    on_both(SCHEMA, |db| async move {
        let folder = tempfile::tempdir().unwrap();
        let clock = Hands::new();
        let messages = Messages::new(vec![Channel::Sms], "https://dinh.example", key(), fill());
        let to = Phone::read("0912 345 678").unwrap();
        let put = async |channel, text: &str| {
            let message = Message {
                once: text,
                about: b"1",
                channel,
                to: &to,
                text,
                good_for: SignedDuration::from_hours(1),
            };
            let mut write = db.write().await.unwrap();
            let put = messages
                .put(&mut write, UNIT, &message, clock.now())
                .await
                .unwrap();
            write.commit().await.unwrap();
            put
        };
        assert!(put(Channel::Sms, "Đã trả lời.").await);
        assert!(!put(Channel::Sms, "Đã trả lời.").await, "the same is put in once");
        assert!(!put(Channel::Zalo, "Đã nhận.").await, "Zalo is not set up");
        assert!(!holds(&db, "912345678").await && !holds(&db, "trả lời").await);
        let spool = Spool::open(&folder.path().join("sms")).unwrap();
        let courier = |spool| {
            let messenger = Messenger::new(Channel::Sms, Arc::new(spool));
            Courier::new(
                db.clone(),
                Arc::new(clock.clone()),
                key(),
                messenger,
                "one".to_owned(),
            )
        };
        let round = courier(spool.clone()).round().await.unwrap();
        assert_eq!(
            round,
            Round {
                sent: 1,
                ..Round::default()
            }
        );
        assert_eq!(courier(spool.clone()).round().await.unwrap(), Round::default());
        let parcels = told(&folder.path().join("sms"));
        assert_eq!(parcels.len(), 1);
        assert_eq!(
            (
                parcels[0].to.as_str(),
                parcels[0].text.as_str(),
                parcels[0].channel.as_str()
            ),
            ("+84912345678", "Đã trả lời.", "sms")
        );
        assert_eq!(count(&db, "sent").await, 1);

        // The folder is gone for longer than the message is worth reading.
        fs::remove_dir_all(folder.path().join("sms")).unwrap();
        assert!(put(Channel::Sms, "Đã phân loại.").await);
        assert_eq!(courier(spool.clone()).round().await.unwrap().postponed, 1);
        clock.forward(2);
        assert_eq!(courier(spool).round().await.unwrap().expired, 1);
        assert_eq!(count(&db, "expired").await, 1);
    })
    .await;
}

/// Hooks of one unit with what tells them.
struct Told {
    db: Database,
    clock: Arc<dyn Clock>,
    hooks: Hooks,
}

impl Told {
    fn new(db: Database, clock: Arc<dyn Clock>) -> Self {
        let hooks = Hooks::new(Settings { inside: true }, key(), fill());
        Self { db, clock, hooks }
    }

    async fn make(&self, url: &str) -> String {
        let url = self.hooks.address(url).unwrap();
        let mut write = self.db.write().await.unwrap();
        let made = self
            .hooks
            .make(&mut write, (UNIT, "petitions"), &url, self.clock.instant())
            .await;
        write.commit().await.unwrap();
        made.unwrap()
    }

    async fn tell(&self, once: &str) -> usize {
        let event = Event {
            once,
            kind: "petition.answered",
            data: json!({ "number": "12/2026" }),
        };
        let mut write = self.db.write().await.unwrap();
        let told = self
            .hooks
            .tell(
                &mut write,
                (UNIT, "petitions"),
                None,
                &event,
                self.clock.instant(),
            )
            .await;
        write.commit().await.unwrap();
        told.unwrap()
    }

    async fn round(&self) -> Round {
        let teller = Teller::new(Settings { inside: true });
        let clock = Arc::clone(&self.clock);
        let courier = Courier::new(self.db.clone(), clock, key(), teller, "one".to_owned());
        courier.round().await.unwrap()
    }

    async fn list(&self) -> Vec<Hook> {
        hooks::list(&mut self.db.read().await.unwrap(), UNIT, "petitions")
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn another_s_library_verifies_what_a_web_hook_is_told() {
    on_both(SCHEMA, |db| async move {
        let receiver = HookReceiver::start();
        let told = Told::new(db.clone(), Arc::new(SystemClock));
        let secret = told.make(&receiver.url("hook")).await;
        receiver.knows(&secret);
        assert_eq!(told.tell("1").await, 1);
        assert_eq!(told.tell("1").await, 0, "the same event is put in once");
        assert!(!holds(&db, "12/2026").await, "what is told is sealed");
        assert_eq!(told.round().await.sent, 1);
        assert_eq!(told.round().await, Round::default());
        let [taken] = receiver.told().try_into().unwrap();
        assert_eq!(taken.verified, json!(true));
        assert_eq!(taken.body["type"], "petition.answered");
        assert_eq!(taken.body["data"], json!({ "number": "12/2026" }));
        let [hook] = told.list().await.try_into().unwrap();
        assert_eq!((hook.last_reply.as_str(), hook.failing_since), ("204", None));

        // Who knows another secret does not take it for ours.
        receiver.knows("whsec_YW5vdGhlcg==");
        told.tell("2").await;
        told.round().await;
        assert_ne!(receiver.told()[1].verified, json!(true));
    })
    .await;
}

#[tokio::test]
async fn a_web_hook_that_fails_is_tried_again_and_given_up_in_the_end() {
    on_both(SCHEMA, |db| async move {
        let receiver = HookReceiver::start();
        let clock = Hands::new();
        let told = Told::new(db.clone(), Arc::new(clock.clone()));
        told.make(&receiver.url("500")).await;
        told.tell("1").await;
        assert_eq!(told.round().await.postponed, 1);
        assert_eq!(
            told.round().await,
            Round::default(),
            "it waits before the next try"
        );
        clock.forward(1);
        assert_eq!(told.round().await.postponed, 1);
        let ids: Vec<String> = receiver.told().into_iter().map(|told| told.id).collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1], "the same event has the same identifier");
        let [hook] = told.list().await.try_into().unwrap();
        assert_eq!((hook.last_reply.as_str(), hook.ended_at), ("500", None));
        assert!(hook.failing_since.is_some());

        // Five days later nobody is there still: it is ended, and told no more.
        clock.forward(24 * 5);
        told.tell("2").await;
        told.round().await;
        let [hook] = told.list().await.try_into().unwrap();
        assert!(hook.ended_at.is_some());
        assert_eq!(told.tell("3").await, 0);
        assert_eq!(count(&db, "waiting").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_web_hook_that_wants_no_more_is_ended_at_once() {
    on_both(SCHEMA, |db| async move {
        let receiver = HookReceiver::start();
        let told = Told::new(db.clone(), Arc::new(Hands::new()));
        told.make(&receiver.url("410")).await;
        told.tell("1").await;
        told.tell("2").await;
        assert_eq!(told.round().await.refused, 1);
        assert_eq!(receiver.told().len(), 1, "what else waited was dropped");
        let [hook] = told.list().await.try_into().unwrap();
        assert!(hook.ended_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_a_hook_that_was_stopped_is_dropped() {
    on_both(SCHEMA, |db| async move {
        let receiver = HookReceiver::start();
        let told = Told::new(db.clone(), Arc::new(Hands::new()));
        told.make(&receiver.url("hook")).await;
        told.tell("1").await;
        let id = told.list().await[0].id;
        let mut write = db.write().await.unwrap();
        let at = told.clock.instant();
        assert!(hooks::end(&mut write, (UNIT, "petitions"), id, at).await.unwrap());
        assert!(!hooks::end(&mut write, (UNIT, "petitions"), id, at).await.unwrap());
        write.commit().await.unwrap();
        assert_eq!(told.round().await, Round::default());
        assert_eq!(receiver.told().len(), 0);
    })
    .await;
}
