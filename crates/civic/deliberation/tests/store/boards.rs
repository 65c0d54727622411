//! Decisions hang on the commune's boards from their effect to their annulment, on both databases.

use std::sync::Arc;

use deliberation::{
    ActError, MatterId,
    model::Ground,
    rules::{Form, Outcome},
};
use disclosure::{
    Disclosures, NewSighting, SiteId,
    model::{ItemState, Site},
    rules::{Seen, SiteKind},
    store::{self, Filter, Listed},
};
use facts::{
    Catalogue, Ledger,
    boards::{Boards, BoardsAnswer, BoardsError, Hung, Posting},
};
use jiff::civil::date;
use platform::{
    access::By,
    calendar::WorkingCalendar,
    clock::{SetClock, moment},
    db::{Database, Read},
    i18n::{Locale, Translations, Translator},
    testing::on_both,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use super::{HELD, MIGRATIONS, World, head, leader, random, units, world};

pub(super) fn vietnamese() -> Translator {
    Translations::new(&[platform::i18n::TEXTS, deliberation::TEXTS])
        .unwrap()
        .translator(Locale::Vi)
}

/// The commune's boards: at the office, and at the point of each hamlet.
pub(super) async fn open(
    db: &Database,
    clock: &SetClock,
    unit: UnitId,
    hamlets: &[UnitId],
) -> Arc<Disclosures> {
    let boards = Disclosures::new(
        db.clone(),
        LiveUnits::new(units()),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        ),
        Arc::new(clock.clone()),
        random(41),
    );
    let site = |number, kind, hamlet, name: &str| Site {
        id: SiteId(Uuid::from_u128(number)),
        kind,
        hamlet,
        name: name.to_owned(),
        opened_on: date(2025, 7, 1),
        closed_on: None,
    };
    let sites = [
        site(101, SiteKind::Office, None, "Trụ sở"),
        site(
            102,
            SiteKind::CommunityPoint,
            Some(hamlets[0]),
            "Điểm ấp Vĩnh Hưng",
        ),
        site(
            103,
            SiteKind::CommunityPoint,
            Some(hamlets[1]),
            "Điểm ấp Vĩnh Thạnh",
        ),
    ];
    boards.open_sites(unit, &sites).await.unwrap();
    Arc::new(boards)
}

impl World {
    async fn board(&self) -> Vec<Listed> {
        let mut read = self.db.read().await.unwrap();
        store::board(&mut read, self.unit, &Filter::default(), 10)
            .await
            .unwrap()
    }

    async fn hung(&self, id: MatterId) -> Option<Hung> {
        let code = units().get(self.unit).unwrap().code.clone();
        let page = format!("/dan-ban/{code}/{id}");
        let mut read = self.db.read().await.unwrap();
        self.boards.hung(&mut read, (self.unit, &page)).await.unwrap()
    }

    /// A matter that all nine households adopted at a meeting.
    async fn adopted(&self, clause: &str) -> MatterId {
        let id = self.tabled(&self.draft(clause)).await;
        let round = self.called(id, Form::Meeting, false, 0).await;
        self.clock.set(HELD, 8);
        self.desk.open(self.unit, round, head()).await.unwrap();
        self.met(round, 9, vec![9, 0, 0]).await.unwrap();
        id
    }
}

#[tokio::test]
async fn a_decision_hangs_from_its_effect_and_comes_down_when_annulled() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 9).await;
        let (desk, unit) = (&world.desk, world.unit);
        let id = world.adopted("contribution_level").await;
        assert!(world.board().await.is_empty(), "a count is no decision yet");
        world.final_decision(id).await;

        let board = world.board().await;
        let [listed] = &board[..] else { panic!("{board:?}") };
        assert_eq!(listed.item.matter, "funds_and_contributions");
        assert_eq!(listed.item.decided_on, HELD);
        assert_eq!(listed.item.due_on, date(2026, 10, 27), "the fifth working day");
        let text = &listed.version.text;
        assert_eq!(text.title, "Đổ bê tông đường ấp");
        assert!(
            text.summary
                .contains("Ấp Vĩnh Hưng đã quyết định ngày 20/10/2026"),
            "{}",
            text.summary
        );
        assert!(text.body.contains("9 × 3 = 27 ≥ 9 × 2 = 18"), "{}", text.body);
        let hung = world.hung(id).await.unwrap();
        let boards: Vec<_> = hung
            .boards
            .iter()
            .map(|(name, since)| (name.as_str(), *since))
            .collect();
        assert_eq!(
            boards,
            [("Trụ sở", None), ("Điểm ấp Vĩnh Hưng", None)],
            "the other hamlet's board is none of its"
        );
        let seen = NewSighting {
            item: listed.item.id,
            site: SiteId(Uuid::from_u128(102)),
            seen: Seen::Posted,
            at: moment(HELD, 8),
            photo: None,
            note: String::new(),
        };
        world.boards.see(unit, seen, head()).await.unwrap();
        assert_eq!(world.hung(id).await.unwrap().boards[1].1, Some(HELD));
        assert!(
            matches!(
                world.boards.correct(unit, listed.item.id, leader()).await,
                Err(disclosure::ActError::Stale)
            ),
            "its words are changed where it was decided alone"
        );

        // What is told of it later changes nothing of what hangs.
        desk.send(unit, id, HELD, head()).await.unwrap();
        assert_eq!(world.board().await[0].version.number, 1);
        desk.annul(
            unit,
            id,
            Ground::ProcedureBreached,
            "Gửi tài liệu muộn.",
            leader(),
        )
        .await
        .unwrap();
        let item = &world.board().await[0].item;
        assert_eq!(item.state, ItemState::Withdrawn);
        let withdrawal = item.withdrawn.as_ref().unwrap();
        assert!(
            withdrawal.reason.contains("Gửi tài liệu muộn."),
            "{}",
            withdrawal.reason
        );
        assert!(world.hung(id).await.unwrap().taken_down);
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_recognition_hangs_when_it_is_recognised() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 9).await;
        let (desk, unit) = (&world.desk, world.unit);
        let id = world.adopted("village_covenant").await;
        world.final_decision(id).await;
        desk.send(unit, id, HELD, head()).await.unwrap();
        desk.receive(unit, id, HELD, leader()).await.unwrap();
        assert_eq!(world.hung(id).await, None, "not in effect");
        world.clock.set(date(2026, 10, 22), 9);
        desk.answer(unit, id, Outcome::Recognised, "", leader())
            .await
            .unwrap();
        let item = &world.board().await[0].item;
        assert_eq!(item.matter, "other_by_law");
        assert_eq!(item.decided_on, date(2026, 10, 22), "the day it was recognised");

        let refused = world.adopted_again("village_covenant").await;
        desk.answer(unit, refused, Outcome::Refused, "Trái luật.", leader())
            .await
            .unwrap();
        assert_eq!(world.hung(refused).await, None);
    })
    .await;
}

impl World {
    /// A further decision, sent and arrived.
    async fn adopted_again(&self, clause: &str) -> MatterId {
        let id = self.tabled(&self.draft(clause)).await;
        let day = date(2026, 10, 29);
        let new = deliberation::NewRound {
            hamlet: self.hamlets[0],
            form: Form::Meeting,
            advisory: false,
            starts_at: moment(day, 8),
            ends_at: moment(day, 8),
            place: "Nhà văn hóa".to_owned(),
        };
        let round = self.desk.call(self.unit, id, &new, head()).await.unwrap();
        self.clock.set(day, 8);
        self.desk.open(self.unit, round, head()).await.unwrap();
        self.met(round, 9, vec![9, 0, 0]).await.unwrap();
        self.final_decision(id).await;
        self.desk.send(self.unit, id, day, head()).await.unwrap();
        self.desk.receive(self.unit, id, day, leader()).await.unwrap();
        id
    }
}

/// Boards that take nothing.
#[derive(Debug)]
struct Full;

impl Boards for Full {
    fn hang<'a>(&'a self, _: &'a mut Ledger, _: &'a Posting, _: &'a str, _: &'a By) -> BoardsAnswer<'a, ()> {
        Box::pin(async { Err(BoardsError::Refused("full".to_owned())) })
    }

    fn take_down<'a>(
        &'a self,
        _: &'a mut Ledger,
        _: (UnitId, &'a str),
        _: &'a str,
        _: &'a By,
    ) -> BoardsAnswer<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn hung<'a>(&'a self, _: &'a mut Read, _: (UnitId, &'a str)) -> BoardsAnswer<'a, Option<Hung>> {
        Box::pin(async { Ok(None) })
    }
}

#[tokio::test]
async fn a_decision_that_can_not_be_hung_is_not_made_public() {
    on_both(MIGRATIONS, async |db| {
        let mut world = world(&db, 9).await;
        world.desk = world.desk.boards(Arc::new(Full), vietnamese());
        let (desk, unit) = (&world.desk, world.unit);
        let id = world.adopted("other_self_management").await;
        desk.write_decision(
            unit,
            id,
            deliberation::model::DecisionForm::Resolution,
            "Thống nhất.",
            head(),
        )
        .await
        .unwrap();
        world.sign_all(id).await;
        assert!(matches!(
            desk.finalise(unit, id, head()).await,
            Err(ActError::Boards(_))
        ));
        let decision = world.dossier(id).await.decision.unwrap();
        assert_eq!((decision.final_at, decision.published_at), (None, None));
        let mut read = db.read().await.unwrap();
        let subject = deliberation::content::subject(id);
        assert!(
            transparency::history(&mut read, unit, &subject)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
