//! A vote day: the households of a province counted, and some hamlets' votes brought through the database.

use std::{sync::Arc, sync::Mutex, time::Instant};

use anyhow::Context as _;
use clap::Args;
use deliberation::{
    Arrangements, Deliberations, NewMatter, NewRound,
    model::{By, Duty, MatterState, Officer, Proposer},
    rules::{self, Fate, Form, Marks, Question},
    store,
};
use households::{
    Households,
    model::{HamletKey, NewHousehold, Person},
};
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use platform::{
    calendar::WorkingCalendar,
    clock::{Clock, vietnam},
};
use rulebook::Rulebook;
use serde_json::{Value, json};
use units::{LiveUnits, UnitKind, hamlets::NewHamlet};

const CLAUSE: &str = "other_self_management";
const HELD: Date = date(2026, 10, 20);

/// A province on its vote day.
#[derive(Args)]
pub struct Day {
    /// A database: sqlite://PATH
    #[arg(long)]
    database: String,
    /// Hamlets of the province
    #[arg(long)]
    hamlets: u64,
    /// Households of each
    #[arg(long)]
    households: u64,
    /// Hamlets whose vote goes through the database as well
    #[arg(long)]
    stored: u64,
}

/// What a household does, the same in every run: most are in favour, some against or of another opinion, some papers
/// are spoiled, some never come back, some households refuse.
fn fate(hamlet: u64, household: u64) -> Fate {
    let mut mixed =
        hamlet.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ household.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb);
    match (mixed >> 40) % 100 {
        0..58 => Fate::Marked(Marks::one(Question::IN_FAVOUR)),
        58..80 => Fate::Marked(Marks::one(Question::AGAINST)),
        80..86 => Fate::Marked(Marks::one(Question::OTHER)),
        86..88 => Fate::Marked(Marks(0b11)),
        88..90 => Fate::Spoiled,
        90..92 => Fate::Refused,
        _ => Fate::Missing,
    }
}

#[derive(Debug, Clone)]
struct Pointer(Arc<Mutex<Timestamp>>);

impl Clock for Pointer {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Pointer {
    fn set(&self, day: Date, hour: i8) -> anyhow::Result<()> {
        let at = vietnam().to_timestamp(day.at(hour, 0, 0, 0))?;
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
        Ok(())
    }
}

fn random(mut state: u64) -> platform::random::Fill {
    Box::new(move |octets| {
        for octet in octets {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *octet = state.to_be_bytes()[1];
        }
    })
}

fn by(number: u128) -> By {
    By {
        account: uuid::Uuid::from_u128(number),
        role: "hamlet_head".to_owned(),
    }
}

/// Counts every household of every hamlet by the rules that count real votes, and judges each hamlet. Then some
/// hamlets go all the way: a roll is frozen, each paper is read by two people, the papers are counted, and what the
/// database says is compared with what the rules say.
pub async fn day(args: &Day) -> anyhow::Result<Value> {
    let book = Arc::new(Rulebook::embedded().map_err(|_| anyhow::anyhow!("the rulebook"))?);
    let start = Instant::now();
    let (mut adopted, mut counted) = (0_u64, 0_u64);
    for hamlet in 0..args.hamlets {
        let votes = (0..args.households).map(|household| (household, fate(hamlet, household)));
        let count = rules::tally(Question::MATTER, args.households, votes)?;
        let yes = count.of(Question::IN_FAVOUR);
        adopted += u64::from(rules::hamlet_verdict(&book, CLAUSE, HELD, yes, args.households)?.met);
        counted += count.households;
    }
    let counting = start.elapsed().as_secs_f64();
    let stored = stored(args, &book).await?;
    Ok(json!({
        "households": counted,
        "hamlets": args.hamlets,
        "adopted": adopted,
        "counting": counting,
        "stored": stored,
    }))
}

async fn stored(args: &Day, book: &Arc<Rulebook>) -> anyhow::Result<Value> {
    let db = super::open(&args.database).await?;
    let clock = Pointer(Arc::new(Mutex::new(Timestamp::UNIX_EPOCH)));
    clock.set(date(2026, 10, 5), 8)?;
    let registry = Arc::new(super::official_units()?);
    units::load_official(&db, clock.now()).await?;
    let province = registry.at("91", HELD).context("An Giang")?.id;
    let unit = registry.children(province, HELD).next().context("a commune")?.id;
    let mut write = db.write().await?;
    let new: Vec<NewHamlet> = (1..=args.stored)
        .map(|n| NewHamlet {
            commune: unit,
            code: None,
            name: format!("Ấp {n}"),
            kind: UnitKind::Ap,
            valid_from: None,
            valid_to: None,
            source: registry.sources()[0].id,
        })
        .collect();
    let hamlets = units::hamlets::insert(&mut write, &new).await?;
    write.commit().await?;
    let register = Households::new(db.clone(), Arc::new(clock.clone()), random(7));
    let lister = By {
        account: by(1).account,
        role: by(1).role,
    };
    for hamlet in &hamlets {
        for number in 1..=args.households {
            let new = NewHousehold {
                number: i64::try_from(number)?,
                address: String::new(),
                person: Person {
                    name: format!("Hộ {number}"),
                    ..Person::default()
                },
                from: date(2025, 7, 1),
            };
            let place = HamletKey {
                unit,
                hamlet: *hamlet,
            };
            register.list(place, new, &lister).await?;
        }
    }
    let calendar = WorkingCalendar::embedded().map_err(|_| anyhow::anyhow!("the calendar"))?;
    let desk = Deliberations::new(
        db.clone(),
        LiveUnits::new(registry),
        (Arc::new(super::catalogue()?), Arc::clone(book), calendar),
        Arc::new(clock.clone()),
        random(99),
    );
    let team: Vec<Officer> = (1..=3)
        .map(|n| Officer {
            duty: Duty::Team,
            name: format!("Người {n}"),
        })
        .collect();
    let (mut opening, mut reading, mut closing) = (0.0, 0.0, 0.0);
    for (n, hamlet) in (0..).zip(&hamlets) {
        clock.set(date(2026, 10, 5), 8)?;
        let new = NewMatter {
            hamlet: Some(*hamlet),
            clause: CLAUSE.to_owned(),
            title: format!("Việc của ấp {n}"),
            proposal: "Nội dung.".to_owned(),
            proposer: Proposer::HamletHead,
            office: None,
            seats: 0,
        };
        let matter = desk.propose(unit, &new, by(1)).await?;
        desk.agree(unit, matter, by(2)).await?;
        let starts_at = vietnam().to_timestamp(HELD.at(8, 0, 0, 0))?;
        let round = NewRound {
            hamlet: *hamlet,
            form: Form::HouseholdBallot,
            advisory: false,
            starts_at,
            ends_at: starts_at + 8.hours(),
            place: String::new(),
        };
        let round = desk.call(unit, matter, &round, by(1)).await?;
        let agreed = Arrangements {
            agreed_on: Some(date(2026, 10, 5)),
            ..Arrangements::default()
        };
        desk.arrange(unit, round, &agreed, by(1)).await?;
        clock.set(HELD, 8)?;
        let start = Instant::now();
        desk.open(unit, round, by(1)).await?;
        opening += start.elapsed().as_secs_f64();
        let mut read = db.read().await?;
        let slips = store::slips(&mut read, unit, round).await?;
        drop(read);
        let start = Instant::now();
        for (household, slip) in (0..).zip(&slips) {
            for reader in [11, 12] {
                let fate = fate(n, household);
                desk.read_paper(unit, round, slip.household, fate, by(reader))
                    .await?;
            }
        }
        reading += start.elapsed().as_secs_f64();
        clock.set(HELD, 17)?;
        let start = Instant::now();
        desk.count_votes(unit, round, &team, by(1)).await?;
        closing += start.elapsed().as_secs_f64();

        let mut read = db.read().await?;
        let kept = store::round(&mut read, unit, round).await?.context("the vote")?;
        let state = store::matter(&mut read, unit, matter)
            .await?
            .context("the matter")?
            .state;
        let votes = (0..args.households).map(|household| (household, fate(n, household)));
        let count = rules::tally(Question::MATTER, args.households, votes)?;
        let yes = count.of(Question::IN_FAVOUR);
        let met = rules::hamlet_verdict(book, CLAUSE, HELD, yes, args.households)?.met;
        anyhow::ensure!(
            kept.result.map(|result| result.count) == Some(count),
            "the database counts what the rules count"
        );
        anyhow::ensure!(
            (state == MatterState::Adopted) == met,
            "the matter ends as the rules say"
        );
    }
    db.close().await;
    Ok(json!({
        "households": args.stored * args.households,
        "opening": opening,
        "reading": reading,
        "counting": closing,
    }))
}
