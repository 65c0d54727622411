# Số liệu và đối chiếu

facts-amount-at-least = ít nhất { $value }
facts-amount-more-than = hơn { $value }
facts-amount-at-most = không quá { $value }
facts-amount-about = khoảng { $value }

# Phép tính của một mâu thuẫn
facts-arithmetic-sum = { $parts } = { $sum } ≠ { $whole }; chênh lệch { $difference }
facts-arithmetic-sum-bounds = { $parts } không thể bằng { $whole }; chênh lệch ít nhất { $difference }
facts-arithmetic-sum-unstated = { $parts }, chưa kể { $unstated } phần chưa có số liệu, đã là { $sum }, vượt { $whole }; chênh lệch ít nhất { $difference }
facts-arithmetic-long-sum = Tổng của { $parts } đơn vị là { $sum } ≠ { $whole }; chênh lệch { $difference }
facts-arithmetic-long-sum-bounds = Tổng của { $parts } đơn vị đã có số liệu ít nhất là { $sum }, không thể khớp với { $whole }; chênh lệch ít nhất { $difference }
facts-arithmetic-differ = { $left } ≠ { $right }; chênh lệch { $difference }
facts-arithmetic-differ-bounds = { $left } không thể bằng { $right }; chênh lệch ít nhất { $difference }
facts-arithmetic-more = { $left } > { $right }; nhiều hơn { $difference }
facts-arithmetic-more-bounds = { $left } nhiều hơn { $right }; ít nhất { $difference }
facts-note-about = “Khoảng” được hiểu là lệch không quá { $permille } phần nghìn.

# Kết luận về một cách giải thích
facts-verdict-ruled-out = Loại trừ
facts-verdict-possible = Có thể
facts-verdict-open = Giả thuyết, chưa được xác nhận

# Các cách giải thích
facts-reading-left-out-none = Tổng bỏ sót một hoặc nhiều phần: không đúng, vì không có phần nào hay nhóm phần nào trong { $parts } cộng lại bằng { $surplus }.
facts-reading-left-out-some = Tổng bỏ sót { $left_out }: phù hợp, vì các phần này cộng lại đúng bằng { $surplus } (các phần: { $parts }).
facts-reading-left-out-smaller = Tổng bỏ sót một hoặc nhiều phần: không đúng, vì các phần ({ $parts }) cộng lại còn nhỏ hơn tổng (chênh lệch { $surplus }).
facts-reading-one-group-impossible = Các tổng chỉ tính cùng một nhóm ({ $groups }): không đúng, vì khi đó nhóm còn lại thực hiện { $lesser } mà chỉ đăng ký { $greater }.
facts-reading-one-group-possible = Các tổng chỉ tính cùng một nhóm ({ $groups }): các con số không loại trừ; khi đó nhóm còn lại thực hiện { $lesser } trong { $greater } đăng ký.
facts-reading-one-group-unchecked = Các tổng chỉ tính cùng một nhóm ({ $groups }): các con số không loại trừ; khi đó nhóm còn lại có { $surplus }. Thiếu số liệu liên quan để kiểm tra thêm.
facts-reading-one-group-smaller = Các tổng chỉ tính cùng một nhóm ({ $groups }): không đúng, vì các phần cộng lại còn nhỏ hơn tổng (chênh lệch { $surplus }).
facts-reading-several-open = Một mô hình có thể thuộc nhiều lĩnh vực, nên các lĩnh vực đếm lượt còn tổng đếm mô hình: khi đó { $whole } mô hình có thêm { $surplus } lượt. Các con số không xác nhận cũng không bác bỏ được; cần danh sách mô hình.
facts-reading-several-needs = Cách hiểu này còn đòi hỏi số lượt tính thêm ở phần thực hiện ({ $lesser }) nhiều hơn ở phần đăng ký ({ $greater }), tức là có mô hình từ năm trước chuyển sang hoặc đổi lĩnh vực sau khi đăng ký.
facts-reading-several-impossible = Một mô hình thuộc nhiều lĩnh vực: không đúng, vì { $whole } mô hình không thể tạo ra { $surplus } lượt chênh lệch với các phần như vậy.
facts-reading-digits-none = Viết nhầm một chữ số hoặc đảo hai chữ số liền nhau: không đúng, vì không có con số nào sửa như vậy thì hết chênh lệch { $difference }.
facts-reading-digits-some = Viết nhầm một chữ số hoặc đảo hai chữ số liền nhau: phù hợp, nếu “{ $indicator }” là { $meant } chứ không phải { $written }.

# Lỗi ở một ô của biểu mẫu
facts-column-missing = Ô này không được để trống.
facts-column-unknown = Biểu mẫu không có cột “{ $column }”.
facts-column-wrong-kind = Giá trị không đúng kiểu của cột.
facts-column-not-in-list = “{ $given }” không có trong danh sách cho phép.
facts-column-negative = Số không được âm.
facts-column-too-large = Số quá lớn; lớn nhất là { $limit }.
facts-column-before = Ngày này không được sớm hơn “{ $other }” ({ $date }).
facts-column-above = Số này không được lớn hơn “{ $other }” ({ $number }).
facts-column-needs = Cần điền cả “{ $other }”.
