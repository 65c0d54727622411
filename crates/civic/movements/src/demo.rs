//! Invented models for the demo world. The world's registers hold models already: each gets its page here, those of the
//! first communes also what was done and what came of it, and this year's models stand in every state. No model is
//! counted twice: a page stands on the record that is there.

use std::{io::Cursor, sync::Arc};

use facts::Catalogue;
use image::{ImageFormat, Rgb, RgbImage};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    clock::{SetClock, vietnam},
    db::Database,
    files::{self, NewFile},
};
use units::{LiveUnits, UnitId, hamlets::Hamlet};
use uuid::Uuid;

use crate::{
    ActError, Key, Movement, Movements,
    model::{By, Model, ModelId},
    rules::Vote,
    service::{Outcome, Registration, Review},
    store::{self, Narrowed},
};

/// Communes whose models tell what was done, and those that have this year's models.
const TOLD: usize = 12;
const THIS_YEAR: usize = 2;
/// The year whose models are told live.
const YEAR: i16 = 2026;

/// What models of a kind did, by how their title begins: done, outcome, another field that is touched.
const STORIES: &[(&str, &str, &str, &str)] = &[
    (
        "Tổ hợp tác trồng rau",
        "Mười hai hộ góp chung giống và phân hữu cơ, tưới tiết kiệm nước, ghi sổ từng luống.",
        "Rau bán thẳng cho bếp ăn trường học, mỗi công đất thêm khoảng 4 triệu đồng một vụ.",
        "culture_society",
    ),
    (
        "Chuyển đổi đất lúa",
        "Ấp họp bàn từng thửa, chọn đất gò trồng xoài và mãng cầu, hộ đi trước chỉ hộ đi sau.",
        "Chín héc-ta đã đổi cây, thu nhập gấp đôi trồng lúa.",
        "",
    ),
    (
        "Nuôi lươn không bùn",
        "Hội Nông dân mở lớp tại ấp, giúp năm hộ nghèo làm bể và mua con giống trả chậm.",
        "Ba hộ thoát nghèo sau hai vụ.",
        "culture_society",
    ),
    (
        "Góp vốn xoay vòng",
        "Mỗi tháng mỗi hộ góp 200 nghìn đồng, bốc thăm hộ được nhận trước, có sổ và hai người giữ quỹ.",
        "Hai mươi hộ có vốn mua bò, sửa máy, không phải vay nóng.",
        "defence_security",
    ),
    (
        "Liên kết tiêu thụ lúa",
        "Tổ ký hợp đồng chung với nhà máy trước khi xuống giống, cùng một giống lúa, cùng ngày gặt.",
        "Giá cao hơn thương lái 300 đồng một ký.",
        "",
    ),
    (
        "Tuyến đường hoa",
        "Mỗi nhà trồng và chăm đoạn trước cửa, đoàn thanh niên ươm giống, sáng chủ nhật cùng làm cỏ.",
        "Hai ki-lô-mét đường sạch, không còn điểm đổ rác bừa.",
        "political_system",
    ),
    (
        "Không để trẻ em bỏ học",
        "Tổ vận động ba người đến từng nhà có trẻ nghỉ học dài ngày, giúp xe đạp, sách vở và dạy kèm buổi tối.",
        "Mười bốn em trở lại lớp.",
        "",
    ),
    (
        "Tủ sách cộng đồng",
        "Nhà văn hóa ấp mở tủ sách từ sách góp, các cháu trực theo phiên, ai cũng được mượn.",
        "Hơn 600 cuốn sách, mỗi tuần vài chục lượt mượn.",
        "",
    ),
    (
        "Ấm lòng người già",
        "Mỗi tổ nhận thăm một cụ, thay nhau nấu cơm, đưa đi khám, sửa nhà trước mùa mưa.",
        "Mười một cụ được chăm lo quanh năm.",
        "",
    ),
    (
        "Phân loại rác tại nguồn",
        "Mỗi hộ có hai thùng, rác hữu cơ ủ phân tại vườn, rác bán được gom gây quỹ khuyến học.",
        "Rác phải chở đi giảm một nửa.",
        "economy",
    ),
    (
        "Vận động xây nhà",
        "Người góp tiền, người góp công, thợ trong ấp nhận làm không lấy tiền công.",
        "Bốn căn nhà Đại đoàn kết được trao trước Tết.",
        "",
    ),
    (
        "Bếp ăn nghĩa tình",
        "Tổ phụ nữ nấu cháo và cơm sáng thứ ba, thứ sáu cho bệnh nhân nghèo ở trạm y tế.",
        "Khoảng 120 suất mỗi tuần.",
        "",
    ),
    (
        "Camera an ninh",
        "Các hộ góp tiền mắt máy, điện nhà ai nhà ấy lo, công an xã xem khi có việc.",
        "Trộm vặt giảm hẳn, tìm lại được bốn xe máy.",
        "culture_society",
    ),
    (
        "Tổ tự quản đường biên",
        "Các hộ dọc biên giới nhận từng đoạn, thấy lạ thì báo đồn biên phòng.",
        "Không còn người dân tiếp tay buôn lậu trong đoạn được nhận.",
        "",
    ),
    (
        "Tiếng kẻng an ninh",
        "Đúng 21 giờ đánh kẻng nhắc con em về nhà, khóa cửa, tắt bếp.",
        "Ba năm không có đánh nhau ban đêm.",
        "culture_society",
    ),
    (
        "Vận động thanh niên",
        "Tổ đến từng gia đình có con đến tuổi, giúp việc nhà khi các em lên đường.",
        "Giao đủ quân, không ai trốn tránh.",
        "",
    ),
    (
        "Chính quyền thân thiện",
        "Cán bộ chào trước, hẹn giờ trả và xin lỗi bằng thư khi trễ, dân chấm điểm ngay tại quầy.",
        "Hồ sơ trễ giảm còn vài phần trăm.",
        "",
    ),
    (
        "Ngày thứ bảy nghe dân",
        "Mỗi thứ bảy lãnh đạo xã ngồi ở một ấp nghe dân nói, việc nào hứa thì ghi bảng có ngày xong.",
        "Hơn 40 việc nhỏ được làm ngay trong tháng.",
        "culture_society",
    ),
    (
        "Hướng dẫn người dân nộp",
        "Đoàn viên ngồi cùng người lớn tuổi tại nhà văn hóa ấp, chỉ từng bước trên điện thoại.",
        "Ba phần tư hồ sơ của ấp nộp từ nhà.",
        "",
    ),
    (
        "Chi bộ bốn tốt",
        "Mỗi đảng viên phụ trách năm hộ, tháng nào cũng đến nhà và ghi sổ việc dân nhờ.",
        "Việc dân nhờ được trả lời trong bảy ngày.",
        "",
    ),
];

/// What is told live.
struct Teller<'a> {
    desk: &'a Movements,
    story: &'a SetClock,
    movement: &'a Movement,
    unit: UnitId,
    hamlets: Vec<Hamlet>,
}

/// A model of this year: hamlet by position, group, main field, touched, whether a person holds it, holder, title, aim.
type Plain = (
    usize,
    &'static str,
    &'static str,
    &'static [&'static str],
    bool,
    &'static str,
    &'static str,
    &'static str,
);

const ROAD: Plain = (
    0,
    "new_rural",
    "culture_society",
    &["economy", "political_system"],
    false,
    "Chi hội Phụ nữ và bà con tổ 3",
    "Con đường sáng, xanh, sạch",
    "Đoạn đường 800 m tối và nhiều rác; muốn có đèn trước mỗi nhà, hoa hai bên và không còn điểm đổ rác.",
);
const SAVINGS: Plain = (
    1,
    "general",
    "economy",
    &["culture_society"],
    false,
    "Chi hội Nông dân",
    "Quỹ giống xoay vòng không lãi",
    "Hai mươi hộ phải mua giống chịu lãi cao; muốn mỗi vụ có 30 triệu đồng quay vòng không lãi.",
);
const READING: Plain = (
    0,
    "general",
    "culture_society",
    &[],
    true,
    "Nguyễn Thị Bảy",
    "Lớp học đêm ở nhà cô giáo hưu",
    "Trẻ con nhà đi làm xa không ai kèm; muốn mỗi tối có một lớp kèm miễn phí cho 15 em.",
);
const WATCH: Plain = (
    1,
    "general",
    "defence_security",
    &[],
    false,
    "Tổ an ninh cơ sở",
    "Ánh sáng giữ bình yên bờ kênh",
    "Bờ kênh tối, hay mất trộm máy bơm; muốn 30 bóng đèn và hai tổ đi tuần.",
);
const DESK: Plain = (
    2,
    "general",
    "political_system",
    &["culture_society"],
    false,
    "Bộ phận một cửa xã",
    "Giấy tờ đến tận giường bệnh",
    "Người già, người bệnh không lên xã được; muốn mỗi tuần một buổi làm giấy tờ tại nhà.",
);
const FISH: Plain = (
    2,
    "new_rural",
    "economy",
    &[],
    false,
    "Tổ hợp tác thủy sản",
    "Nuôi cá lóc trong ao đất bỏ hoang",
    "Mười ao bỏ hoang; muốn thả cá chung vốn và chung đầu ra.",
);
const MARKET: Plain = (
    0,
    "new_rural",
    "economy",
    &["political_system"],
    false,
    "Ban quản lý chợ và tiểu thương",
    "Chợ không túi ni lông",
    "Chợ thải hai tạ túi mỗi tháng; muốn giảm một nửa sau sáu tháng.",
);

/// Tells the story, unless it was told in this database.
///
/// # Errors
/// [`ActError`]; what was told before stays.
pub async fn tell(
    db: &Database,
    units: &LiveUnits,
    (catalogue, movements): (Arc<Catalogue>, Arc<[Movement]>),
    communes: &[UnitId],
    now: Timestamp,
) -> Result<(), ActError> {
    let story = SetClock::default();
    story.turn(now);
    let mut drawn = 0_u64;
    let desk = Movements::new(
        db.clone(),
        units.clone(),
        (catalogue, Arc::clone(&movements)),
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
    desk.adopt().await?;
    let Some(movement) = movements.first() else {
        return Ok(());
    };
    for (index, unit) in communes.iter().take(TOLD).enumerate() {
        let mut read = db.read().await?;
        if !store::members(&mut read, *unit, &movement.key, date(YEAR, 2, 1))
            .await?
            .is_empty()
        {
            return Ok(());
        }
        let hamlets = units::hamlets::page(&mut read, *unit, date(YEAR, 1, 5), None, 3).await?;
        drop(read);
        story.turn(now);
        enrich(&desk, movement, *unit, now).await?;
        if index < THIS_YEAR && hamlets.len() == 3 {
            let teller = Teller {
                desk: &desk,
                story: &story,
                movement,
                unit: *unit,
                hamlets,
            };
            teller.this_year(index == 0).await?;
        }
    }
    Ok(())
}

/// Says of a commune's models that came from its register what was done and what came of it.
async fn enrich(desk: &Movements, movement: &Movement, unit: UnitId, now: Timestamp) -> Result<(), ActError> {
    const MOST: usize = 500;
    let mut write = desk.db.write().await?;
    let models = store::list(
        &mut write,
        &[unit.0],
        &movement.key,
        &Narrowed::default(),
        None,
        MOST,
    )
    .await?;
    for (at, mut model) in models.into_iter().enumerate() {
        let story = STORIES
            .iter()
            .find(|(title, _, _, _)| model.title.starts_with(title));
        let (Some((_, done, outcome, touched)), true) = (story, model.state.can_be_continued()) else {
            continue;
        };
        (*done).clone_into(&mut model.done);
        (*outcome).clone_into(&mut model.outcome);
        if !touched.is_empty() && *touched != model.field && at % 3 != 0 {
            model.touched = vec![(*touched).to_owned()];
        }
        model.figures = vec![("households".to_owned(), 8 + i64::try_from(at % 17).unwrap_or(0))];
        model.changed_at = now;
        let folded = model.folded(movement);
        store::save(&mut write, &model, &folded, &model.id.to_string()).await?;
    }
    write.commit().await?;
    Ok(())
}

fn by(account: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(account),
        role: role.to_owned(),
    }
}

impl Teller<'_> {
    fn turn(&self, month: i8, day: i8) -> Result<Date, ActError> {
        let on = date(YEAR, month, day);
        let at = vietnam()
            .to_timestamp(on.at(9, 0, 0, 0))
            .map_err(|error| ActError::Form(error.to_string()))?;
        self.story.turn(at);
        Ok(on)
    }

    async fn revision(&self, key: Key) -> Result<i64, ActError> {
        let mut read = self.desk.db.read().await?;
        let model: Option<Model> = store::model(&mut read, key).await?;
        model.map(|model| model.revision).ok_or(ActError::Unknown)
    }

    async fn register(
        &self,
        (month, day): (i8, i8),
        plain: Plain,
        before: Option<ModelId>,
    ) -> Result<Key, ActError> {
        let (hamlet, group, field, touched, person, holder, title, aim) = plain;
        let on = self.turn(month, day)?;
        let new = Registration {
            hamlet: self.hamlets.get(hamlet).map(|hamlet| hamlet.id),
            group: group.to_owned(),
            field: field.to_owned(),
            touched: touched.iter().map(|field| (*field).to_owned()).collect(),
            holder: if person { "individual" } else { "collective" }.to_owned(),
            holder_name: holder.to_owned(),
            consent_on: None,
            title: title.to_owned(),
            aim: aim.to_owned(),
            registered_on: on,
            continued_from: before,
        };
        let officer = by(1, "commune_officer");
        let id = self
            .desk
            .register(self.unit, &self.movement.key, &new, officer)
            .await?;
        Ok((self.unit, id))
    }

    async fn plan(&self, key: Key, (month, day): (i8, i8), plan: &str) -> Result<(), ActError> {
        self.turn(month, day)?;
        let revision = self.revision(key).await?;
        let until = date(YEAR, 10, 30);
        self.desk
            .plan(key, revision, (plan, until), &by(1, "commune_officer"))
            .await
    }

    async fn carry_out(
        &self,
        key: Key,
        (month, day): (i8, i8),
        (done, outcome): (&str, &str),
        figures: &[(&str, i64)],
        picture: Option<&str>,
    ) -> Result<(), ActError> {
        let on = self.turn(month, day)?;
        let revision = self.revision(key).await?;
        let pictures = picture.and_then(|caption| Some((drawn(key.0.0)?, caption.to_owned())));
        let outcome = Outcome {
            on,
            done: done.to_owned(),
            outcome: outcome.to_owned(),
            figures: figures
                .iter()
                .map(|(figure, amount)| ((*figure).to_owned(), *amount))
                .collect(),
            pictures: pictures.into_iter().collect(),
        };
        self.desk
            .carry_out(key, revision, &outcome, &by(1, "commune_officer"))
            .await
    }

    async fn review(
        &self,
        key: Key,
        (month, day): (i8, i8),
        number: &str,
        reasons: &str,
    ) -> Result<(), ActError> {
        let on = self.turn(month, day)?;
        let mut read = self.desk.db.read().await?;
        let model = store::model(&mut read, key).await?.ok_or(ActError::Unknown)?;
        let council = self.desk.council(&mut read, &model, on).await?;
        drop(read);
        let votes = council
            .iter()
            .enumerate()
            .map(|(at, (member, related))| {
                let vote = match (related, reasons.is_empty(), at) {
                    (true, _, _) => Vote::Related,
                    (_, true, 1) => Vote::Blank,
                    (_, true, _) | (_, false, 0) => Vote::For,
                    (_, false, _) => Vote::Against,
                };
                (member.id, vote)
            })
            .collect();
        let review = Review {
            on,
            number: number.to_owned(),
            votes,
            reasons: reasons.to_owned(),
        };
        self.desk
            .review(key, model.revision, &review, &by(2, "commune_leader"))
            .await?;
        Ok(())
    }

    async fn this_year(&self, first: bool) -> Result<(), ActError> {
        let since = self.turn(1, 15)?;
        for (at, office) in [
            "Phó Chủ tịch Ủy ban nhân dân xã, Chủ tịch hội đồng",
            "Chủ tịch Ủy ban Mặt trận Tổ quốc xã",
            "Chủ tịch Hội Liên hiệp Phụ nữ xã",
            "Bí thư Đoàn thanh niên xã",
            "Chủ tịch Hội Nông dân xã",
            "Trưởng ấp",
        ]
        .into_iter()
        .enumerate()
        {
            // Invented, and seen to be: names of the demo world are letters.
            let name = format!("Thành viên {}", char::from(b'A' + u8::try_from(at).unwrap_or(0)));
            let hamlet = self
                .hamlets
                .first()
                .filter(|_| office == "Trưởng ấp")
                .map(|hamlet| hamlet.id);
            self.desk
                .add_member(self.unit, &self.movement.key, (&name, office), hamlet, since)
                .await?;
        }
        let mut read = self.desk.db.read().await?;
        let before = store::continuable(&mut read, self.unit, &self.movement.key, YEAR - 1, 1).await?;
        drop(read);
        let road = self.register((2, 10), ROAD, None).await?;
        self.plan(road, (2, 16), "Chi hội Phụ nữ trồng hoa, mỗi nhà một bóng đèn.\n\nĐoàn thanh niên dọn điểm rác, đặt hai thùng.\n\nTổ 3 họp mỗi tháng một lần xem lại.").await?;
        self.carry_out(
            road,
            (6, 20),
            (
                "Tổ họp ba buổi, chia đoạn cho từng nhà. 42 nhà tự mắc đèn trước cửa, điện nhà nào nhà ấy trả. Đoàn thanh niên dọn xong điểm rác và đặt thùng.",
                "Cả đoạn 800 m sáng đèn đến 22 giờ, không còn điểm đổ rác; trẻ con đi học thêm về an toàn.",
            ),
            &[("households", 42), ("people", 190), ("raised", 36_500_000), ("days", 120)],
            Some("Đoạn đường tổ 3 sau khi trồng hoa, mắc đèn (tranh minh họa)"),
        )
        .await?;
        self.review(road, (7, 3), "58/QĐ-UBND", "").await?;
        if !first {
            return Ok(());
        }
        let savings = self.register((2, 12), SAVINGS, None).await?;
        self.carry_out(
            savings,
            (7, 2),
            (
                "Mười bảy hộ góp vốn, mua giống chung hai lần, ghi sổ và đọc sổ trước tổ.",
                "Mỗi hộ đỡ khoảng 600 nghìn đồng tiền lãi một vụ.",
            ),
            &[("households", 17), ("raised", 34_000_000)],
            None,
        )
        .await?;
        let reading = self.register((2, 20), READING, None).await?;
        self.carry_out(
            reading,
            (6, 1),
            (
                "Mỗi tối từ 18 giờ 30 đến 20 giờ, trừ chủ nhật; phụ huynh thay nhau đưa đón.",
                "Mười bốn em theo học đều, mười hai em lên lớp thẳng.",
            ),
            &[("people", 14)],
            None,
        )
        .await?;
        self.review(reading, (7, 3), "59/QĐ-UBND", "").await?;
        let desk = self.register((3, 2), DESK, None).await?;
        self.carry_out(
            desk,
            (8, 14),
            ("Đã làm hai buổi tại nhà.", "Năm người được làm giấy tờ tại nhà."),
            &[("people", 5)],
            None,
        )
        .await?;
        self.review(
            desk,
            (9, 8),
            "",
            "Mới làm hai buổi trong sáu tháng, chưa thành nền nếp; đề nghị làm đều rồi xét lại năm sau.",
        )
        .await?;
        let watch = self.register((3, 10), WATCH, None).await?;
        self.plan(
            watch,
            (3, 20),
            "Mỗi tổ mắc 15 bóng đèn.\n\nHai tổ đi tuần, mỗi tuần hai đêm.",
        )
        .await?;
        let fish = self.register((3, 18), FISH, None).await?;
        self.turn(8, 20)?;
        let revision = self.revision(fish).await?;
        self.desk
            .give_up(
                fish,
                revision,
                "Nước lũ về sớm, ao không giữ được cá; tổ chuyển sang đăng ký lại năm sau.",
                &by(1, "commune_officer"),
            )
            .await?;
        self.register((10, 5), MARKET, None).await?;
        if let Some(before) = before.first() {
            let plain: Plain = (
                0,
                "general",
                "culture_society",
                &[],
                false,
                "Tổ tự quản của ấp",
                "Giữ vững và mở rộng mô hình năm 2025",
                "Mô hình năm trước có kết quả; năm nay giữ và làm thêm ở hai tổ nữa.",
            );
            self.register((2, 18), plain, Some(before.id)).await?;
        }
        Ok(())
    }
}

/// A drawn picture of a road with lamps: invented, and seen to be.
fn drawn(seed: i64) -> Option<NewFile> {
    let shade = u8::try_from(seed.rem_euclid(40)).unwrap_or(0);
    let picture = RgbImage::from_fn(640, 400, |x, y| {
        let middle = 320_i32;
        let (across, down) = (x.cast_signed(), y.cast_signed());
        let half = (down - 160) * 3 / 4;
        let road = down > 170 && (across - middle).abs() < half;
        let lamp = (x % 128 < 5) && (90..230).contains(&y);
        let light = (x % 128 < 24) && (78..94).contains(&y);
        match (light, lamp, road, down > 170) {
            (true, _, _, _) => Rgb([255, 226, 130]),
            (_, true, _, _) => Rgb([70, 74, 80]),
            (_, _, true, _) => Rgb([176, 170, 160]),
            (_, _, _, true) if (x / 9 + y / 7) % 5 == 0 => Rgb([214, 92, 120]),
            (_, _, _, true) => Rgb([96, 150 + shade, 90]),
            (_, _, _, false) => Rgb([168, 206, 232]),
        }
    });
    let mut octets = Vec::new();
    let written = picture.write_to(&mut Cursor::new(&mut octets), ImageFormat::Png);
    written.ok().and_then(|()| files::photograph(&octets).ok())
}
