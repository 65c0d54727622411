# Thông báo của sổ quy định. Mỗi thông báo một dòng; chỉ dùng tham số dạng { $tên }, vì crate tự in được các thông báo này.

rulebook-cite-article = Điều { $number }
rulebook-cite-clause = khoản { $number }
rulebook-cite-point = điểm { $number }
rulebook-cite-full = { $articles }, { $title } ({ $number })
rulebook-cite-unlocated = Chưa xác định được điều

rulebook-base-all-household-representatives = tổng số đại diện hộ gia đình
rulebook-base-all-households = tổng số hộ gia đình
rulebook-base-hamlets-of-commune = tổng số thôn, tổ dân phố của xã
rulebook-base-attending = số người dự họp
rulebook-base-staff-or-summoned-delegates = tổng số người lao động hoặc đại biểu được triệu tập
rulebook-base-all-staff = tổng số cán bộ, công chức, viên chức, người lao động
rulebook-base-voters-or-household-voters = tổng số cử tri hoặc cử tri đại diện hộ gia đình

rulebook-lookup-unknown-topic = Sổ quy định không có mục “{ $topic }”; các mục có tên gần giống: { $near }
rulebook-lookup-no-rule-for-place = Mục “{ $topic }” không có quy định cho “{ $place }”, chỉ có cho: { $places }
rulebook-lookup-before-first-rule = Sổ quy định không có quy định “{ $topic }” cho “{ $place }” vào ngày { $date }; quy định sớm nhất có hiệu lực từ ngày { $first-day }: { $after }
rulebook-lookup-after-last-rule = Sổ quy định không có quy định “{ $topic }” cho “{ $place }” vào ngày { $date }; quy định cuối cùng có hiệu lực đến hết ngày { $last-day }: { $before }
rulebook-lookup-between-rules = Sổ quy định không có quy định “{ $topic }” cho “{ $place }” vào ngày { $date }; trước đó có quy định đến hết ngày { $last-day }: { $before }; sau đó có quy định từ ngày { $first-day }: { $after }
rulebook-lookup-wrong-kind = Quy định “{ $topic }” có giá trị loại “{ $found }”, không phải “{ $wanted }”

rulebook-problem-syntax = không đọc được “{ $read }” theo cú pháp TOML: { $expected }
rulebook-problem-unknown-key = không có khóa “{ $read }”; các khóa dùng được: { $expected }
rulebook-problem-missing-key = “{ $read }” thiếu khóa “{ $expected }”
rulebook-problem-not-text = đọc thấy { $read }; cần một chuỗi chữ trong dấu ngoặc kép: { $expected }
rulebook-problem-empty-text = chuỗi chữ { $read } để trống; cần ghi nội dung: { $expected }
rulebook-problem-not-number = đọc thấy { $read }; cần một số nguyên trong khoảng { $expected }
rulebook-problem-not-date = đọc thấy { $read }; cần một ngày có thật, không có dấu ngoặc kép, ví dụ: { $expected }
rulebook-problem-not-flag = đọc thấy { $read }; cần một trong hai từ: { $expected }
rulebook-problem-not-table = đọc thấy { $read }; cần một bảng có các khóa: { $expected }
rulebook-problem-not-list = đọc thấy { $read }; cần một danh sách: { $expected }
rulebook-problem-empty-list = danh sách { $read } để trống; cần ít nhất một phần tử: { $expected }
rulebook-problem-unknown-word = không hiểu từ { $read }; các từ dùng được: { $expected }
rulebook-problem-bad-name = { $read } không đúng cách đặt tên; tên đúng có dạng: { $expected }
rulebook-problem-id-not-file-name = mã nguồn luật “{ $read }” khác tên tệp; cần ghi “{ $expected }” hoặc đổi tên tệp
rulebook-problem-ends-before-start = ngày hết hiệu lực { $read } trước ngày có hiệu lực { $expected }
rulebook-problem-outside-source = quy định có hiệu lực { $read }, ra ngoài thời gian hiệu lực của văn bản: { $expected }
rulebook-problem-none-of = “{ $read }” cần một trong các khóa: { $expected }
rulebook-problem-not-exactly-one = đọc thấy: { $read }; cần đúng một trong các khóa: { $expected }
rulebook-problem-empty-range = số tối thiểu { $read } lớn hơn số tối đa { $expected }
rulebook-problem-not-fraction = đọc thấy “{ $read }”; cần một phân số, ví dụ: “{ $expected }”
rulebook-problem-zero-denominator = phân số “{ $read }” có mẫu số bằng không; phân số đúng có dạng: “{ $expected }”
rulebook-problem-impossible-share = tỷ lệ “{ $read }” luôn đạt hoặc không bao giờ đạt; cần phân số trong khoảng { $expected }
rulebook-problem-missing-citation = “{ $read }” không dẫn điều luật; cần khóa “{ $expected }”
rulebook-problem-uncertain-without-note = “{ $read }” được ghi là chưa chắc chắn nhưng không nói vì sao; cần khóa “{ $expected }”
rulebook-problem-duplicate-item = “{ $read }” xuất hiện hai lần trong một danh sách; lần đầu ở { $expected }
rulebook-problem-duplicate-rule = { $read } đã được quy định cho cùng thời gian ở { $expected }
rulebook-problem-duplicate-source = nguồn luật “{ $read }” đã có ở { $expected }
rulebook-problem-unknown-source = không có nguồn luật “{ $read }”; các nguồn đã có: { $expected }
rulebook-problem-replaces-newer = không thể thay thế { $read } vì văn bản này chỉ có hiệu lực từ { $expected }
rulebook-problem-precedence-circle = nguồn luật “{ $read }” nằm trong vòng ưu tiên luẩn quẩn: { $expected }
rulebook-problem-sources-disagree = { $read } đã được một nguồn khác quy định cho cùng thời gian ở { $expected }; cần ghi “replaces” hoặc “prevails_over” để biết theo nguồn nào
rulebook-problem-mixed-kinds = giá trị loại “{ $read }” khác với loại của cùng mục ở nơi khác: { $expected }
rulebook-problem-unknown-list = không có danh sách “{ $read }” có hiệu lực trong thời gian { $expected }
rulebook-problem-unknown-item = danh sách không có “{ $read }”; các phần tử đã có: { $expected }
