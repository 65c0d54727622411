//! Invented petitions for the demo world, in every state a petition can be in. They are told for the weeks before the
//! day the world is made, so that some wait and some are overdue on it.

use std::{cell::Cell, sync::Arc};

use facts::Catalogue;
use jiff::{SignedDuration, ToSpan as _, civil::Date};
use platform::{
    calendar::WorkingCalendar,
    clock::{SetClock, moment},
    db::Database,
    i18n::Locale,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    model::{By, Channel, Contact, Key, Kind, New, Pin, Rating, Shown},
    rules::{self, Personal},
    service::{ActError, Petitions, Sent},
    store,
};

/// What nobody may find outside the officers' desk: names, numbers and addresses of the demo world's askers.
pub const CANARIES: &[&str] = &[
    "Lâm Thị Hoàng Oanh",
    "Lam Thi Hoang Oanh",
    "0987654321",
    "0987 654 321",
    "089199000123",
    "số nhà 47/9",
    "oanh.canary@example.vn",
];

/// The officers and leaders of the story; nobody can sign in as them.
fn by(account: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(account),
        role: role.to_owned(),
    }
}

fn officer() -> By {
    by(1, "commune_officer")
}

fn leader() -> By {
    by(2, "commune_leader")
}

/// What is sent: kind, category, title, words, place.
type Told = (Kind, &'static str, &'static str, &'static str, &'static str);

const DRAIN: Told = (
    Kind::Feedback,
    "drainage",
    "Cống đầu ấp nghẹt, mưa là ngập",
    "Cống thoát nước đầu ấp nghẹt từ đầu tháng, mưa một chút là nước tràn vào nhà. Tôi là Lâm Thị Hoàng Oanh, số nhà 47/9, gọi 0987 654 321.",
    "đầu ấp, gần trường mẫu giáo",
);
const LAMPS: Told = (
    Kind::Feedback,
    "lighting",
    "Đèn đường đoạn cầu sắt tắt ba tuần",
    "Ba bóng đèn đoạn cầu sắt tắt đã ba tuần, buổi tối học sinh đi học thêm về rất tối.",
    "đoạn cầu sắt",
);
const WASTE: Told = (
    Kind::Petition,
    "waste",
    "Xin đặt thêm điểm gom rác ở cuối ấp",
    "Cuối ấp có hơn 60 hộ mà không có điểm gom rác, bà con phải đi gần một cây số. Kiến nghị xã đặt thêm một điểm.",
    "cuối ấp",
);
const FUND: Told = (
    Kind::InformationRequest,
    "funds",
    "Quỹ Vì người nghèo năm nay thu chi bao nhiêu?",
    "Đề nghị xã cho biết năm nay Quỹ Vì người nghèo của xã thu bao nhiêu, chi cho những việc gì.",
    "",
);
const NOISE: Told = (
    Kind::Feedback,
    "environment",
    "Quán hát mở nhạc quá 22 giờ",
    "Quán hát cuối chợ mở nhạc đến nửa đêm, nhiều nhà có trẻ nhỏ không ngủ được. CCCD của tôi 089199000123 nếu cần xác minh.",
    "cuối chợ",
);
const BRIDGE: Told = (
    Kind::Petition,
    "roads",
    "Cầu ván qua kênh mục, xin sửa gấp",
    "Cầu ván qua kênh đã mục ba tấm, xe máy phải dắt. Xin xã sửa trước mùa lũ.",
    "cầu ván kênh Ranh",
);
const CLERK: Told = (
    Kind::Feedback,
    "procedures",
    "Phải đi lại ba lần mới nộp được hồ sơ khai sinh",
    "Mỗi lần đến lại được bảo thiếu một giấy khác. Mong bộ phận một cửa ghi rõ một lần.",
    "Trung tâm Phục vụ hành chính công",
);
const DOGS: Told = (
    Kind::Feedback,
    "order",
    "Chó thả rông trên đường đến trường",
    "Sáng nào cũng có ba, bốn con chó thả rông trước cổng trường, trẻ em sợ.",
    "cổng trường tiểu học",
);
const ROAD: Told = (
    Kind::Feedback,
    "roads",
    "Đường liên xã nhiều ổ gà",
    "Đoạn giáp ranh nhiều ổ gà lớn, mưa không thấy đường.",
    "đoạn giáp ranh",
);
const ADVERT: Told = (
    Kind::Feedback,
    "other",
    "Bán đất nền giá rẻ",
    "Đất nền sổ hồng riêng, liên hệ ngay để được ưu đãi.",
    "",
);

/// Who tells, on which day.
struct Teller<'a> {
    desk: &'a Petitions,
    story: &'a SetClock,
    today: Date,
    minutes: Cell<i64>,
    sent: Cell<u128>,
    unit: UnitId,
    hamlet: Option<UnitId>,
}

/// Tells the story in up to two communes with hamlets, unless it was told in this database.
///
/// # Errors
/// [`ActError`]; what was told before stays.
pub async fn tell(
    db: &Database,
    units: &LiveUnits,
    law: (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    communes: &[UnitId],
    today: Date,
) -> Result<(), ActError> {
    let story = SetClock::default();
    let mut drawn = 0_u64;
    let desk = Petitions::new(
        db.clone(),
        units.clone(),
        law,
        Arc::new(story.clone()),
        Box::new(move |octets| {
            drawn += 1;
            let mut count = drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for octet in octets.iter_mut().rev() {
                *octet = count.to_le_bytes()[0];
                count = count.rotate_right(7);
            }
        }),
    )
    .demo(true);
    let mut read = db.read().await?;
    if !store::shown_after(&mut read, None, 1).await?.is_empty() {
        return Ok(());
    }
    let mut told = Vec::new();
    for unit in communes {
        let hamlets = units::hamlets::page(&mut read, *unit, today, None, 1).await?;
        if let Some(hamlet) = hamlets.first() {
            told.push((*unit, hamlet.id));
        }
        if told.len() == 2 {
            break;
        }
    }
    drop(read);
    if let [(unit, hamlet), (other, _)] = told[..] {
        let teller = Teller {
            desk: &desk,
            story: &story,
            today,
            minutes: Cell::new(0),
            sent: Cell::new(0),
            unit,
            hamlet: Some(hamlet),
        };
        teller.answered_ones().await?;
        teller.waiting_ones(other).await?;
        teller.moderated_ones().await?;
        teller.at(0);
        desk.tend().await?;
    }
    Ok(())
}

impl Teller<'_> {
    /// Turns the story's clock to some days before the world's day; each act is some minutes after the one before.
    fn at(&self, days_ago: i64) {
        self.minutes.set(self.minutes.get() + 3);
        let day = self.today.saturating_sub(days_ago.days());
        self.story
            .turn(moment(day, 7) + SignedDuration::from_mins(self.minutes.get()));
    }

    async fn send(&self, days_ago: i64, told: Told, public: bool, proven: bool) -> Result<Sent, ActError> {
        let (kind, category, title, words, place) = told;
        self.sent.set(self.sent.get() + 1);
        self.at(days_ago);
        let new = New {
            kind,
            category: category.to_owned(),
            title: title.to_owned(),
            words: words.to_owned(),
            hamlet: self.hamlet,
            place: place.to_owned(),
            pin: Pin::new(10.371_234_5, 105.432_198_7),
            may_publish: public,
            channel: Channel::Web,
            contact: Some(Contact {
                name: "Lâm Thị Hoàng Oanh".to_owned(),
                phone: "0987654321".to_owned(),
                mail: Some("oanh.canary@example.vn".to_owned()),
                language: Locale::Vi,
                tell_by: Vec::new(),
            }),
            photos: Vec::new(),
        };
        let once = format!("{:032x}", 0xd1e0_0000_u128 + self.sent.get());
        self.desk.submit(self.unit, &once, &new, proven).await
    }

    async fn revision(&self, key: Key) -> Result<i64, ActError> {
        let petition = store::petition(&mut self.desk.db.read().await?, key).await?;
        petition
            .map(|petition| petition.revision)
            .ok_or(ActError::Unknown)
    }

    async fn assign(
        &self,
        days_ago: i64,
        key: Key,
        (kind, category): (Kind, &str),
        office: &str,
    ) -> Result<(), ActError> {
        self.at(days_ago);
        let revision = self.revision(key).await?;
        self.desk
            .classify(key, revision, (kind, category), &officer())
            .await?;
        self.at(days_ago);
        self.desk.assign(key, revision + 1, office, &officer()).await
    }

    async fn answer(&self, days_ago: i64, key: Key, words: &str) -> Result<(), ActError> {
        self.at(days_ago);
        let revision = self.revision(key).await?;
        self.desk.draft(key, revision, words, &officer()).await?;
        self.at(days_ago);
        self.desk.approve(key, revision + 1, &leader()).await
    }

    async fn show(&self, days_ago: i64, key: Key) -> Result<(), ActError> {
        self.at(days_ago);
        let found = store::petition(&mut self.desk.db.read().await?, key).await?;
        let petition = found.ok_or(ActError::Unknown)?;
        let cover = |what: Personal| {
            match what {
                Personal::Phone => "[số điện thoại]",
                Personal::Number => "[số giấy tờ]",
                Personal::Mail => "[thư điện tử]",
                Personal::Name => "[tên người]",
                Personal::House => "[số nhà]",
            }
            .to_owned()
        };
        let public = Shown {
            title: rules::redact(&petition.title, cover),
            words: rules::redact(&petition.words, cover),
            answer: rules::redact(&petition.answer, cover),
        };
        self.desk
            .show(key, petition.revision, &public, &[], &officer())
            .await
    }

    async fn answered_ones(&self) -> Result<(), ActError> {
        let desk = self.desk;
        let drain = self.send(40, DRAIN, true, true).await?;
        self.assign(39, drain.key, (Kind::Feedback, "drainage"), "economy")
            .await?;
        self.answer(36, drain.key, "Ngày hôm qua tổ thủy lợi đã nạo vét đoạn cống 40 m đầu ấp. Xã sẽ thay nắp cống hỏng trước cuối tháng.").await?;
        self.show(36, drain.key).await?;
        self.at(35);
        desk.rate(self.unit, &drain.code, Rating::Satisfied).await?;
        self.at(35);
        desk.accept(self.unit, &drain.code).await?;

        let lamps = self.send(33, LAMPS, true, true).await?;
        let same = self
            .send(
                32,
                (LAMPS.0, LAMPS.1, "Cầu sắt không có đèn", LAMPS.3, LAMPS.4),
                false,
                true,
            )
            .await?;
        self.at(31);
        desk.merge(same.key, 1, lamps.key.1, &officer()).await?;
        self.assign(31, lamps.key, (Kind::Feedback, "lighting"), "economy")
            .await?;
        self.answer(
            20,
            lamps.key,
            "Điện lực đã thay ba bóng đèn. Trả lời chậm vì chờ vật tư; xã xin lỗi bà con.",
        )
        .await?;
        self.show(20, lamps.key).await?;
        self.at(19);
        desk.rate(self.unit, &lamps.code, Rating::Partly).await?;

        let fund = self.send(30, FUND, true, true).await?;
        self.assign(29, fund.key, (Kind::InformationRequest, "funds"), "office")
            .await?;
        self.answer(27, fund.key, "Đến cuối tháng trước quỹ thu 86.500.000 đồng, chi 61.200.000 đồng cho 14 căn nhà và 22 suất học bổng. Bảng kê dán tại trụ sở.").await?;
        self.show(26, fund.key).await?;

        let clerk = self.send(14, CLERK, true, true).await?;
        self.assign(13, clerk.key, (Kind::Feedback, "procedures"), "service")
            .await?;
        self.answer(12, clerk.key, "Từ nay phiếu hướng dẫn ghi đủ giấy tờ một lần.")
            .await?;
        self.at(10);
        desk.reopen(self.unit, &clerk.code, "Hôm qua tôi đến vẫn chưa thấy phiếu.")
            .await?;

        let waste = self.send(9, WASTE, true, true).await?;
        self.assign(8, waste.key, (Kind::Petition, "waste"), "economy")
            .await?;
        self.answer(
            2,
            waste.key,
            "Xã sẽ đặt thêm một điểm gom rác ở cuối ấp trong quý tới.",
        )
        .await?;
        Ok(())
    }

    async fn waiting_ones(&self, other: UnitId) -> Result<(), ActError> {
        let desk = self.desk;
        let noise = self.send(24, NOISE, true, true).await?;
        self.assign(23, noise.key, (Kind::Feedback, "environment"), "police")
            .await?;

        let bridge = self.send(6, BRIDGE, true, true).await?;
        self.assign(5, bridge.key, (Kind::Petition, "roads"), "economy")
            .await?;
        self.at(1);
        let revision = self.revision(bridge.key).await?;
        desk.draft(
            bridge.key,
            revision,
            "Xã đã có kinh phí, khởi công tuần sau.",
            &officer(),
        )
        .await?;

        let dogs = self.send(3, DOGS, false, true).await?;
        self.at(2);
        let revision = self.revision(dogs.key).await?;
        desk.classify(dogs.key, revision, (Kind::Feedback, "order"), &officer())
            .await?;

        let road = self.send(12, ROAD, true, true).await?;
        self.at(11);
        let revision = self.revision(road.key).await?;
        desk.hand_over(
            road.key,
            revision,
            (other, "Đoạn này do xã bạn quản lý"),
            &officer(),
        )
        .await?;

        self.send(
            1,
            (
                Kind::Feedback,
                "drainage",
                "Nước tràn qua đường khi triều cường",
                "Mỗi lần triều cường nước tràn qua đường đoạn thấp nhất.",
                "đoạn thấp",
            ),
            true,
            true,
        )
        .await?;
        let back = self
            .send(
                2,
                (Kind::Feedback, "other", "Gửi nhầm", "Tôi gửi nhầm.", ""),
                false,
                true,
            )
            .await?;
        self.at(2);
        desk.withdraw(self.unit, &back.code).await?;
        Ok(())
    }

    async fn moderated_ones(&self) -> Result<(), ActError> {
        let desk = self.desk;
        self.send(
            1,
            (
                Kind::Feedback,
                "water",
                "Nước máy yếu buổi chiều",
                "Từ 17 giờ đến 20 giờ nước máy rất yếu.",
                "",
            ),
            true,
            false,
        )
        .await?;
        let advert = self.send(5, ADVERT, true, false).await?;
        self.at(4);
        desk.refuse(advert.key, 1, ("spam", "Nội dung quảng cáo"), &officer())
            .await?;

        let hidden = self
            .send(
                28,
                (
                    Kind::Feedback,
                    "order",
                    "Đậu xe chắn lối đi chung",
                    "Có xe đậu chắn lối đi chung cả ngày.",
                    "",
                ),
                true,
                true,
            )
            .await?;
        self.assign(27, hidden.key, (Kind::Feedback, "order"), "police")
            .await?;
        self.answer(25, hidden.key, "Công an xã đã nhắc chủ xe.").await?;
        self.show(25, hidden.key).await?;
        self.at(24);
        let revision = self.revision(hidden.key).await?;
        desk.hide(
            hidden.key,
            revision,
            ("insult", "Phần bình luận có lời xúc phạm"),
            &officer(),
        )
        .await?;
        self.at(23);
        desk.appeal(self.unit, &hidden.code, "Tôi không nói xấu ai, chỉ nêu việc.")
            .await?;

        let complaint = self
            .send(
                15,
                (
                    Kind::Petition,
                    "land",
                    "Mức bồi thường chưa thỏa đáng",
                    "Nhà tôi không đồng ý mức bồi thường trong quyết định của xã.",
                    "",
                ),
                false,
                true,
            )
            .await?;
        self.at(14);
        desk.classify(complaint.key, 1, (Kind::Complaint, "land"), &officer())
            .await?;
        let denunciation = self
            .send(
                16,
                (
                    Kind::Feedback,
                    "funds",
                    "Thu tiền không biên lai",
                    "Tôi tố cáo việc thu tiền không biên lai. Tôi là Lâm Thị Hoàng Oanh.",
                    "",
                ),
                true,
                true,
            )
            .await?;
        self.at(15);
        desk.classify(denunciation.key, 1, (Kind::Denunciation, "funds"), &officer())
            .await?;
        Ok(())
    }
}
