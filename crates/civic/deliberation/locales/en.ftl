deliberation-nav = Dân bàn, quyết định

deliberation-state-proposed = Mới đề xuất
deliberation-state-tabled = Đưa ra bàn
deliberation-state-adopted = Đã thông qua
deliberation-state-not_adopted = Không thông qua
deliberation-state-dropped = Đã rút

deliberation-round-planned = Sắp diễn ra
deliberation-round-open = Đang diễn ra
deliberation-round-counted = Đã kiểm
deliberation-round-cancelled = Đã hủy

deliberation-role-household_representative = Người đại diện hộ gia đình
deliberation-role-hamlet_head = Trưởng ấp, Tổ trưởng tổ dân phố
deliberation-role-front_board_head = Trưởng ban công tác Mặt trận
deliberation-role-ballot_team_member = Thành viên tổ kiểm phiếu, phát phiếu
deliberation-role-front_officer = Ủy ban Mặt trận Tổ quốc
deliberation-role-commune_officer = Công chức cấp xã
deliberation-role-commune_leader = Lãnh đạo Ủy ban nhân dân cấp xã

deliberation-recogniser-committee = Ủy ban nhân dân cấp xã
deliberation-recogniser-front = Ủy ban Mặt trận Tổ quốc cấp xã
deliberation-effect-from = Có hiệu lực từ ngày { $date }
deliberation-effect-awaits = Chưa có hiệu lực: chờ { $who } công nhận
deliberation-effect-awaits-date = Chưa có hiệu lực: chờ Ủy ban nhân dân cấp xã ấn định ngày
deliberation-effect-refused = Không có hiệu lực: { $who } không công nhận
deliberation-effect-annulled = Đã bị bãi bỏ ngày { $date }

deliberation-late-notice = Thông báo họp gửi muộn hoặc chưa gửi
deliberation-late-papers = Tài liệu gửi từng hộ muộn hoặc chưa gửi

deliberation-unsigned-hamlet_head = Trưởng ấp, Tổ trưởng tổ dân phố
deliberation-unsigned-front_board_head = Trưởng ban công tác Mặt trận
deliberation-unsigned-household_representatives = { $count } đại diện hộ gia đình

deliberation-refusal-chair = Chủ tịch Ủy ban nhân dân cấp xã phải chọn hình thức phát phiếu trước.
deliberation-refusal-meeting = Chỉ được phát phiếu sau khi đã họp mà không đạt.
deliberation-refusal-agreement = Trưởng ấp và Ban công tác Mặt trận phải thống nhất hình thức này trước.
deliberation-refusal-report = Phải báo cáo Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc cấp xã trước.
deliberation-refusal-online = Mới có { $accepted } hộ đồng ý biểu quyết trực tuyến; cần ít nhất { $needed } hộ.
deliberation-refusal-advisory = Việc này không được quyết định bằng hình thức ấy; chỉ có thể lấy ý kiến tham khảo.

deliberation-error-not-here = Vai trò của bạn không cho phép làm việc này ở đây.
deliberation-error-stale = Việc này vừa được thay đổi, hoặc không còn làm được nữa. Hãy mở lại trang để xem tình trạng mới.
deliberation-error-same-person = Luật cần hai người khác nhau: người đã làm việc kia không được làm việc này.
deliberation-error-calendar = Chưa có lịch nghỉ lễ của năm ấy nên không tính được thời hạn.
deliberation-error-clause = Luật không có nội dung này.
deliberation-error-more-than-all = { $part } nhiều hơn tổng số { $whole }. Hãy kiểm lại các con số.
deliberation-error-parts = Các phần cộng lại được { $parts }, không khớp với { $whole }. Hãy kiểm lại các con số.
deliberation-error-count = Các con số không khớp với phiếu. Hãy kiểm lại.
deliberation-error-unsettled = Còn { $unread } phiếu chưa đủ hai người đọc và { $differ } phiếu hai người đọc khác nhau. Hãy đọc xong rồi kiểm phiếu.
deliberation-error-unsigned = Chưa thể hoàn tất, còn thiếu chữ ký: { $missing }.
deliberation-error-team = Tổ có { $count } người; luật định từ 03 đến 05 người. Hãy ghi tên từng người.
deliberation-error-no-households = Sổ hộ của ấp chưa có hộ nào. Hãy lập sổ hộ trước.
deliberation-error-not-yet = Còn thiếu điều kiện luật định. Trang của việc này cho biết thiếu gì.
deliberation-error-closed = Lần biểu quyết này không mở vào lúc này.
deliberation-error-voted = Hộ này đã biểu quyết. Mỗi hộ chỉ có một phiếu.
deliberation-error-no-vote = Lựa chọn này không phải là một phiếu hợp lệ. Hãy chọn lại.
deliberation-error-reasons = Hãy ghi rõ lý do.
deliberation-error-day = Ngày này không hợp lý: ở tương lai, hoặc trước việc phải xong trước nó.
