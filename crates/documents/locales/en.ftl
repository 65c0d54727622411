# Words the typesetting itself needs; the rest of a document comes from its model.

national-title = SOCIALIST REPUBLIC OF VIET NAM
national-motto = Independence - Freedom - Happiness
number-line = No. { $number }/{ $symbol }
place-and-date = { $place }, { $date }
date-long =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
date-blank = date { "" }
recipients = Recipients:
table-label = Table { $number }
chart-label = Chart { $number }
unit-line = Unit: { $unit }
sheet-text = Contents
