//! The pages of votes with a made-up hamlet of thirty households, to look at while changing them:
//! `cargo run -p deliberation --example votes [PORT]`. The hamlet head reads at PORT, a stranger at PORT + 1.

use std::{
    env,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, extract::Request, middleware};
use deliberation::{
    Arrangements, Deliberations, MatterId, NewMatter, NewRound, RoundId,
    model::{By, Channel, Duty, Method, Officer, Proposer, Purpose},
    rules::{Fate, Form, Hands, Marks},
    store,
};
use facts::Catalogue;
use households::{
    HouseholdId, Households,
    model::{HamletKey, NewHousehold, Person},
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    access::{FormToken, Place, Policy, Visitor, testing::Someone},
    calendar::WorkingCalendar,
    clock::{Clock, vietnam},
    db::{Database, PoolSize},
    i18n::Translations,
    page::{self, NavItem, Site},
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, Units, hamlets::NewHamlet};
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Debug, Clone)]
struct Pointer(Arc<Mutex<Timestamp>>);

impl Clock for Pointer {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn moment(day: Date, hour: i8) -> Outcome<Timestamp> {
    Ok(vietnam().to_timestamp(day.at(hour, 0, 0, 0))?)
}

fn random(mut next: u64) -> platform::random::Fill {
    Box::new(move |octets| {
        for octet in octets {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *octet = next.to_be_bytes()[1];
        }
    })
}

fn by(number: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    }
}

fn head() -> By {
    by(1, "hamlet_head")
}

const CALLED: Date = date(2026, 10, 12);
const HELD: Date = date(2026, 10, 20);
const ENDS: Date = date(2026, 10, 23);

struct World {
    clock: Pointer,
    desk: Deliberations,
    db: Database,
    unit: UnitId,
    code: String,
    hamlet: UnitId,
    homes: Vec<HouseholdId>,
}

impl World {
    async fn vote(&self, title: &str, clause: &str, form: Form) -> Outcome<(MatterId, RoundId)> {
        self.at(CALLED, 8)?;
        let online = form == Form::OnlineVote;
        let new = NewMatter {
            hamlet: Some(self.hamlet),
            clause: clause.to_owned(),
            title: title.to_owned(),
            proposal: "Mỗi hộ góp 500.000 đồng để đổ bê tông 300 m đường từ cầu sắt đến nhà văn hóa ấp.\n\n\
                       Hộ nghèo, hộ cận nghèo được miễn."
                .to_owned(),
            proposer: Proposer::HamletHead,
            office: None,
            seats: 0,
        };
        let id = self.desk.propose(self.unit, &new, head()).await?;
        self.desk.agree(self.unit, id, by(2, "front_board_head")).await?;
        let round = NewRound {
            hamlet: self.hamlet,
            form,
            advisory: online && clause != "other_self_management",
            starts_at: moment(HELD, 8)?,
            ends_at: moment(
                if form == Form::Meeting { HELD } else { ENDS },
                if form == Form::Meeting { 8 } else { 17 },
            )?,
            place: if online {
                String::new()
            } else {
                "Nhà văn hóa ấp".to_owned()
            },
        };
        let round = self.desk.call(self.unit, id, &round, head()).await?;
        Ok((id, round))
    }

    fn at(&self, day: Date, hour: i8) -> Outcome<()> {
        *self.clock.0.lock().unwrap_or_else(PoisonError::into_inner) = moment(day, hour)?;
        Ok(())
    }

    async fn open(&self, round: RoundId) -> Outcome<()> {
        self.at(HELD, 8)?;
        let arranged = Arrangements {
            notice: Some((
                date(2026, 10, 17),
                vec!["posting".to_owned(), "loudspeaker".to_owned()],
            )),
            papers_on: Some(date(2026, 10, 19)),
            reported_on: Some(date(2026, 10, 17)),
            agreed_on: Some(date(2026, 10, 17)),
            chosen_by_chair: false,
            clusters_approved_on: None,
        };
        self.desk.arrange(self.unit, round, &arranged, head()).await?;
        self.desk.open(self.unit, round, head()).await?;
        Ok(())
    }

    async fn fill(&self) -> Outcome<()> {
        let show = |what: &str, id: MatterId, round: RoundId| {
            println!("{what}: /dan-ban/{}/{id}/lan/{round}", self.code);
        };
        let (id, round) = self
            .vote("Đổ bê tông đường ấp", "contribution_level", Form::Meeting)
            .await?;
        show("planned", id, round);
        let (id, round) = self
            .vote("Xây cổng chào ấp văn hóa", "contribution_level", Form::Meeting)
            .await?;
        self.open(round).await?;
        for home in &self.homes[..7] {
            self.desk
                .attend(self.unit, (round, None), *home, Some(moment(HELD, 8)?))
                .await?;
        }
        show("door", id, round);
        let (id, round) = self
            .vote("Làm đèn đường", "contribution_level", Form::Meeting)
            .await?;
        self.open(round).await?;
        let hands = Hands {
            attending: 24,
            marks: vec![20, 3, 1],
            spoiled: 0,
            abstained: 0,
        };
        let people: Vec<Officer> = ["Trần Thị Sáu", "Lê Văn Bảy", "Chau Sóc"]
            .map(|name| Officer {
                duty: Duty::Teller,
                name: name.to_owned(),
            })
            .to_vec();
        let method = (Method::ShowOfHands, &hands);
        self.desk
            .count_meeting(self.unit, round, method, &people, head())
            .await?;
        show("counted", id, round);
        let (id, round) = self
            .vote("Ngày hội ấp", "other_self_management", Form::HouseholdBallot)
            .await?;
        self.open(round).await?;
        for (n, home) in self.homes.iter().enumerate().take(20) {
            let collected = (n < 12).then_some(HELD);
            self.desk
                .carry(self.unit, round, *home, (Some(HELD), collected))
                .await?;
            if n < 6 {
                for reader in [11, 12] {
                    let option = u8::from(n == 5 && reader == 12);
                    let fate = Fate::Marked(Marks::one(option));
                    self.desk
                        .read_paper(self.unit, round, *home, fate, by(reader, "x"))
                        .await?;
                }
            }
        }
        show("paper", id, round);
        let (id, round) = self
            .vote("Giờ phát loa của ấp", "other_self_management", Form::OnlineVote)
            .await?;
        self.at(HELD, 8)?;
        self.desk
            .consent_all(
                self.unit,
                id,
                (Purpose::Online, &self.homes[..16]),
                (HELD, Channel::Paper),
                head(),
            )
            .await?;
        self.open(round).await?;
        show("online", id, round);
        let mut read = self.db.read().await?;
        let slips = store::slips(&mut read, self.unit, round).await?;
        println!("code: /bieu-quyet/{}#{}", self.code, slips[0].code);
        Ok(())
    }
}

async fn world(db: &Database) -> Outcome<World> {
    let clock = Pointer(Arc::new(Mutex::new(moment(CALLED, 8)?)));
    let registry = Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH)?)?);
    units::load_official(db, Timestamp::UNIX_EPOCH).await?;
    let province = registry.at("91", CALLED).ok_or("no such province")?.id;
    let unit = registry
        .children(province, CALLED)
        .next()
        .ok_or("no commune")?
        .clone();
    let mut write = db.write().await?;
    let new = NewHamlet {
        commune: unit.id,
        code: None,
        name: "Khóm Bình Hòa".to_owned(),
        kind: units::UnitKind::Khom,
        valid_from: None,
        valid_to: None,
        source: registry.sources()[0].id,
    };
    let hamlet = units::hamlets::insert(&mut write, &[new]).await?[0];
    write.commit().await?;
    let register = Households::new(db.clone(), Arc::new(clock.clone()), random(7));
    let place = HamletKey {
        unit: unit.id,
        hamlet,
    };
    let mut homes = Vec::new();
    for number in 1..=30 {
        let new = NewHousehold {
            number,
            address: format!("Tổ {}", number / 10 + 1),
            from: date(2025, 7, 1),
            person: Person {
                name: format!("Nguyễn Thị Minh Nguyệt {number}"),
                ..Person::default()
            },
        };
        let by = By {
            account: Uuid::from_u128(1),
            role: "hamlet_head".to_owned(),
        };
        homes.push(register.list(place, new, &by).await?);
    }
    let rulebook = Rulebook::embedded().map_err(|_| "the rulebook")?;
    let calendar = WorkingCalendar::embedded().map_err(|_| "the calendar")?;
    let catalogue = Catalogue::delivered().map_err(|_| "the catalogue")?;
    let desk = Deliberations::new(
        db.clone(),
        LiveUnits::new(registry),
        (Arc::new(catalogue), Arc::new(rulebook), calendar),
        Arc::new(clock.clone()),
        random(99),
    );
    Ok(World {
        clock,
        desk: desk.demo(true),
        db: db.clone(),
        unit: unit.id,
        code: unit.code,
        hamlet,
        homes,
    })
}

fn served(site: &Arc<Site>, desk: &Arc<Deliberations>, visitor: Visitor) -> Router {
    deliberation::routes(Arc::clone(site), Arc::clone(desk))
        .merge(platform::assets::routes().mount(Arc::clone(site)))
        .into_router()
        .fallback_service(axum::routing::any(page::fallback).with_state(Arc::clone(site)))
        .layer(middleware::from_fn(page::remember_language))
        .layer(middleware::from_fn(page::secure))
        .layer(middleware::from_fn(
            move |mut request: Request, next: middleware::Next| {
                request.extensions_mut().insert(visitor.clone());
                next.run(request)
            },
        ))
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let port: u16 = env::args().nth(1).map_or(Ok(8093), |port| port.parse())?;
    let folder = tempfile::tempdir()?;
    let address = format!("sqlite://{}", folder.path().join("votes.db").display());
    let db = Database::open(&address, PoolSize::default()).await?;
    db.migrate(&[
        units::MIGRATIONS,
        facts::MIGRATIONS,
        transparency::MIGRATIONS,
        households::MIGRATIONS,
        deliberation::MIGRATIONS,
    ])
    .await?;
    let world = world(&db).await?;
    world.fill().await?;
    let site = Arc::new(Site {
        translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, deliberation::TEXTS])?,
        demo: true,
        navigation: vec![NavItem {
            href: "/dan-ban",
            label_key: "deliberation-nav",
            policy: Policy::Open,
        }],
    });
    let place = Place::hamlet(world.unit, world.hamlet);
    let head = Someone::with("hamlet_head", place, CALLED);
    let head = Visitor {
        actor: head.actor().cloned(),
        token: FormToken::of("example"),
    };
    let stranger = Visitor {
        actor: None,
        token: FormToken::of("example"),
    };
    let desk = Arc::new(world.desk);
    let first = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let second = tokio::net::TcpListener::bind(("127.0.0.1", port + 1)).await?;
    println!("http://{}", first.local_addr()?);
    tokio::try_join!(
        async { axum::serve(first, served(&site, &desk, head)).await },
        async { axum::serve(second, served(&site, &desk, stranger)).await },
    )?;
    Ok(())
}
