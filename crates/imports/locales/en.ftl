# Importing files

imports-form-reported = Reported values

# Problems and notices, each said beside its place in the file
imports-form-none = The headers fit no form. Nearest: { $near }. Choose a form, or download a template and copy the data into it.
imports-form-several = The headers fit several forms: { $forms }. Choose one.
imports-file-changed = The file changed while it was being imported, so nothing was written. Import it again.
imports-unit-ambiguous = On { $date } several units have this name. Write the code, or add the name of the unit above: { $candidates }.
imports-unit-unknown = On { $date } no unit has this name. Write the unit's full name or its code.
imports-unit-near = On { $date } no unit has this name. Perhaps: { $near }.
imports-unit-other-days = On { $date } no unit has this name; on other days it names: { $others }. Check the date, or write the unit of that day.
imports-unit-other-days-near = On { $date } no unit has this name; on other days it names: { $others }. Near to it on that day: { $near }.
imports-unit-level = “{ $unit }” is not a commune (or a province). Write the name of the commune, ward, township or special zone with its kind (as “Thị trấn Tri Tôn”), or its code.
imports-too-many-unknown = Reading stopped here: { $count } different names of units were not found. Check the column of units and the form chosen.
imports-hamlet-unknown = { $unit } has no hamlet of this name on that day, or several. Perhaps: { $near }. Write the full name.
imports-no-hamlets = No hamlets of { $unit } are recorded for that day, so this column is not kept for it.
imports-indicator-unknown = There is no such indicator. Perhaps: { $near }.
imports-indicator-ambiguous = Several indicators have this name. Write the key: { $keys }.
imports-period = A year (2020) or a quarter (2020-Q3) is needed.
imports-stated-twice = This indicator of the unit in this period already stands in row { $row }. Keep one of them.
imports-value-too-large = The number is too large.
imports-value-negative = The number can't be negative.
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
imports-note-amount = The figure as in the source, with “more than”, “at least”, “at most”, “about” and “nghìn”, “triệu”, “tỷ” where they stand there.
imports-note-period = A year or a quarter.
imports-example-hamlet = Ấp Vĩnh Thành
imports-example-count = 12
imports-example-money = 1500000
imports-example-date = 07/10/2022
imports-example-flag = yes
imports-example-unit = Xã Phú Hữu, An Giang
imports-example-amount = more than 100000000000
imports-example-period = 2020
