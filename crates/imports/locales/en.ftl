# Importing files

imports-form-reported = Reported values

# Problems and notices, each said beside its place in the file
imports-no-header = No row of headers was found: none of the first rows has a column “Commune” (registers) or “Unit” (reported values). Choose a form, or download a template and copy the data into it.
imports-form-none = The headers are like those of no form. Choose a form, or download a template and copy the data into it.
imports-form-nearest = The headers are not enough for any form. Nearest: { $near }. Choose a form, or download a template and copy the data into it.
imports-form-several = The headers fit several forms: { $forms }. Choose one.
imports-file-changed = The file changed while it was being imported, so nothing was written. Import it again.
imports-unit-ambiguous = On { $date } several units have this name. Write the code, or add the name of the unit above: { $candidates }.
imports-unit-unknown = On { $date } no unit has this name. Write the unit's full name or its code.
imports-unit-near = On { $date } no unit has this name. Perhaps: { $near }.
imports-unit-other-days = On { $date } no unit has this name; on other days it names: { $others }. Check the date, or write the unit of that day.
imports-unit-level = This name means “{ $unit }”, which is not a commune (or a province). Write the name with its kind (as “Thị trấn Tri Tôn”), or the code. Where a former district kept the register, write its full name: “Huyện Tri Tôn”.
imports-unit-not-yours = The roles of whoever sends this do not allow importing for “{ $unit }”. Leave the row out, or let that unit (or the level above) import it.
imports-too-many-unknown = Reading stopped here: { $count } different names of units were not found. Check the column of units and the form chosen.
imports-hamlet-unknown = { $unit } has no hamlet of this name on that day, or several. Perhaps: { $near }. Write the full name.
imports-no-hamlets = No hamlets of { $unit } are recorded for that day, so this column is not kept for it.
imports-indicator-unknown = There is no such indicator. Perhaps: { $near }.
imports-indicator-ambiguous = Several indicators have this name. Write the key: { $keys }.
imports-period = A year (2020) or a quarter (2020-Q3) is needed.
imports-stated-twice = This indicator of the unit in this period already stands in row { $row }. Keep one of them.
imports-value-too-large = The number is too large.
imports-value-negative = The number can't be negative.
imports-value-unit = This indicator is measured in “{ $unit }”, not in what stands behind the number. Look at the indicator and the number again.
imports-value-places = This indicator (measured in { $unit }) { $places ->
    [0] needs a whole number
    [one] takes at most { $places } decimal place
   *[other] takes at most { $places } decimal places
}. If the dot or comma in the cell separates thousands, write the number without it.
imports-not-exact = Registers need the exact number, without “more than”, “about”, “at least”, “at most”.
imports-not-in-list = “{ $given }” is not in the list. The values, separated by semicolons: { $accepted }.

# Templates
imports-template-data = Data
imports-template-guide = Guide
imports-template-column = Column
imports-template-needed = Needed
imports-template-holds = Holds
imports-template-example = Example
imports-template-required = required
imports-template-optional = optional
imports-note-text = Words.
imports-note-hamlet = Name of the hamlet in the commune.
imports-note-count = A whole number, 0 or more.
imports-note-money = The exact amount in đồng: 1500000, or 1,5 triệu đồng.
imports-note-date = Day/month/year.
imports-note-flag = Yes or no.
imports-note-choice = One of: { $items }.
imports-note-choices = One or more, separated by semicolons: { $items }.
imports-note-unit = Name or code of the unit, as on the map of the day. Where a name is shared, add the unit above after a comma.
imports-note-indicator = Name or key of the indicator.
imports-note-amount = The figure as in the source, with “more than”, “at least”, “at most”, “about” and “nghìn”, “triệu”, “tỷ” and the unit where they stand there; shares as 98,5 %.
imports-note-period = A year or a quarter.
imports-example-hamlet = Ấp Vĩnh Thành
imports-example-count = 12
imports-example-money = 1500000
imports-example-date = 07/10/2022
imports-example-flag = yes
imports-example-unit = Xã Phú Hữu, An Giang
imports-example-amount = more than 100000000000
imports-example-period = 2020

# The page
imports-nav = Import
imports-title = Import a file
imports-lead = Bring registers or reported values in from a .xlsx or .csv spreadsheet. While anything is wrong, no row is written.
imports-busy = Too many files are waiting. Send it again in a few minutes.
imports-ask-form = Form
imports-ask-form-hint = Which form the file fills. If none is chosen, the headers of the columns tell.
imports-form-guess = Told by the headers
imports-ask-file = Spreadsheet
imports-ask-file-hint = .xlsx or .csv, { $megabytes } MB at most.
imports-ask-file-kept = The file “{ $name }” is here already. Choose another only if you have mended it.
imports-source-title = Source of the reported values
imports-source-lead = Needed for reported values only: every figure is shown with its source.
imports-ask-title = Title of the document
imports-ask-title-hint = If left empty, the name of the file.
imports-ask-publisher = Who issued or published it
imports-ask-day = Day of issue or publication
imports-ask-day-hint = For example 07/10/2022
imports-ask-locator = Number or address
imports-ask-locator-hint = So that others can find the document.
imports-ask-mode = What to do with the file
imports-mode-check = Check only
imports-mode-check-hint = Nothing is written; if nothing is wrong, a button imports it.
imports-mode-import = Check, then import
imports-mode-import-hint = Imported at once if nothing is wrong.
imports-send = Send the file
imports-error-form = There is no such form. Choose one from the list.
imports-error-no-file = There is no file. Choose a .xlsx or .csv file.
imports-error-too-large = The file is larger than { $megabytes } MB. Split it into smaller ones, or import it with the command on the server.
imports-error-broken = The file did not arrive whole, or the request is broken. Open the import page again and send it again.
imports-error-day = A day is needed as day/month/year, for example 07/10/2022.
imports-history-title = Imported so far
imports-history = Imports, newest first
imports-history-empty = No file has been imported yet.
imports-state-done = imported
imports-state-undone = undone
imports-state-retracted = retracted
imports-templates-title = Templates to fill in
imports-templates-lead = Each is a spreadsheet with the headers of the columns, lists to choose from and a guide.
imports-templates-all = All templates

# A job under way
imports-waiting-title = Working on the file
imports-waiting-lead = { $name }
imports-waiting-next = This page reloads by itself. You may close it: the work goes on, and a finished import appears among those imported so far.
imports-stage-waiting = Waiting for its turn
imports-stage-looking = Looking through the whole file
imports-stage-checking = Checking row by row
imports-stage-writing = Writing
imports-stage-undoing = Undoing the import
imports-progress = { $rows } rows
imports-progress-of = { $rows } of { $total } rows
imports-failed-title = Not done
imports-failed = The server failed while working on the file; the fault has been noted. Nothing was written. Try again in a few minutes.

# What came of it
imports-done-title = Imported
imports-done = { $count ->
    [one] { $count } row was imported
   *[other] { $count } rows were imported
}
imports-done-next = If it was a mistake, the whole import can be undone on the page of what came in.
imports-already-title = This file was imported before
imports-already = This content was imported at { $when } from the file “{ $name }”. Nothing more was written.
imports-sound-title = Nothing is wrong with the file
imports-sound = { $count ->
    [one] { $count } row was read; nothing is wrong. Nothing has been written yet.
   *[other] { $count } rows were read; nothing is wrong. Nothing has been written yet.
}
imports-do-import = { $count ->
    [one] Import this row
   *[other] Import these { $count } rows
}
imports-wrong-title = The file needs mending
imports-wrong = Nothing was written. Mend what is listed below in the file, then send it again.
imports-see-brought = See what came in
imports-see-report = See the report of { $unit }, { $year }
imports-rows-read = Rows read
imports-rows-good = Rows that are good
imports-rows-bad = Rows with problems
imports-count-problems = Problems
imports-count-notices = Notices
imports-problems-title = To be mended
imports-notices-title = Please note
imports-read = Read: { $read }
imports-more = And { $count } more.
imports-again-title = Send again
imports-column-file = File
imports-column-form = Form
imports-column-entries = Rows
imports-column-when = Imported at
imports-column-sheet = Sheet
imports-column-source = Source
imports-column-what = What
imports-column-unit = Unit
imports-column-period = Day or period
imports-column-value = Value
imports-brought = What came in

# Undoing an import
imports-ask-undo = Undo this import
imports-undo-title = Undo the import
imports-undo-warning = All { $count } rows imported from “{ $name }” will be retracted: no longer counted, but kept with the reason. After that the file can be imported again.
imports-undo-not-yours = This import has rows of units that your roles do not cover, so you can not take it back.
imports-ask-reason = Reason
imports-ask-reason-hint = Readers will see it.
imports-error-reason = Write the reason.
imports-do-undo = Undo the import
imports-keep = Keep it
imports-undone-title = The import was undone
imports-undone = { $count ->
    [one] { $count } row was retracted
   *[other] { $count } rows were retracted
}
imports-undone-next = They are no longer counted. The file can be imported again.
imports-undone-before = This import had been undone before; nothing was changed.
imports-was-undone = This import was undone at { $when }. Reason: { $reason }
