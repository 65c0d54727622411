# Words the typesetting itself needs; the rest of a document comes from its model.
# For review by a native reader.

national-title = សាធារណរដ្ឋសង្គមនិយមវៀតណាម
national-motto = ឯករាជ្យ - សេរីភាព - សុភមង្គល
number-line = លេខ៖ { $number }/{ $symbol }
place-and-date = { $place }, { $date }
date-long =
    ថ្ងៃទី { $day } ខែ{ $month ->
        [1] មករា
        [2] កុម្ភៈ
        [3] មីនា
        [4] មេសា
        [5] ឧសភា
        [6] មិថុនា
        [7] កក្កដា
        [8] សីហា
        [9] កញ្ញា
        [10] តុលា
        [11] វិច្ឆិកា
       *[12] ធ្នូ
    } ឆ្នាំ { $year }
date-blank = ថ្ងៃទី       ខែ       ឆ្នាំ { "" }
recipients = អ្នកទទួល៖
table-label = តារាង { $number }
chart-label = គំនូសតាង { $number }
unit-line = ឯកតា៖ { $unit }
sheet-text = មាតិកា
