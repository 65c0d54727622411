# Administrative units

# Pages
units-nav = Administrative units
units-title = Administrative units
units-lead = Find the provinces, communes, wards and special zones of today and the units before 1 July 2025: what was merged into what, and what was split.
units-search = Search
units-search-label = Find a unit
units-search-hint = Type a name or code, with or without diacritics; old names work too. Example: phu huu an giang, 30352
units-found = { $count ->
    [one] 1 unit matches “{ $query }”
   *[other] { $count } units match “{ $query }”
}
units-found-nothing = No unit, old or new, matches “{ $query }”.
units-found-nothing-duty = Try fewer words, or choose a province from the list below.
units-no-day = “{ $found }” is no day. Write it as 2024-12-31 or 31/12/2024.
units-provinces-on = Provinces on { $date }
units-provinces-caption = How many units each province and city has
units-provinces-total = The country: { $count } provinces and cities
units-province = Province or city
units-level-district = Districts
units-level-commune = Communes
units-map-on = See { $date }
units-map-today = See today
units-name = Name
units-code = Code
units-code-is = code { $code }
units-kind = Kind
units-parent = Part of
units-days = Time
units-days-from = since { $from }
units-days-to = until { $to }
units-days-between = from { $from } until { $to }
units-area = Area
units-area-value = { $area } km²
units-centre = Centre (latitude, longitude)
units-report = Report
units-report-of = Grassroots democracy in { $year }
units-ended = This unit is no more since { $date }. Its name, figures and records are kept as they were.
units-formed-on = Formed on { $date }
units-formed-lead = { $count ->
    [one] Formed from 1 unit:
   *[other] Formed from { $count } units:
}
units-formed-from = Formed from
units-formed-unknown = No source says yet what this unit was formed from.
units-continues = Name and territory are unchanged; only the unit above or the order below is another.
units-became-on = No more since { $date }
units-became-lead = { $count ->
    [one] Went into 1 unit:
   *[other] Was divided among { $count } units:
}
units-became = Went into
units-became-unknown = No source says yet what became of this unit.
units-continued = Goes on with the same name and territory.
units-district-ended = Districts were abolished throughout the country; communes and wards stand directly under the province.
units-link = { $unit } ({ $share })
units-share-whole = all of it
units-share-part = a part of it
units-share-unchanged = unchanged
units-derived = Concluded from the successions of communes; not stated by a source of its own.
units-decided-by = Decided by: { $document }
units-disputed = Disputed
units-dispute-denies = Sources differ: { $source } does not say that { $old } went into { $new }. The main source is followed here until a document settles it.
units-dispute-claims = Sources differ: { $source } says that { $old } went into { $new }; the main source does not. The main source is followed here until a document settles it.
units-below = Units in it
units-below-on = Units in it on { $date }
units-hamlets = Hamlets and neighbourhoods
units-hamlets-of = Hamlets and neighbourhoods of { $unit }
units-no-hamlets = There is no list yet of the hamlets and neighbourhoods of this unit on this day.
units-no-hamlets-duty = The commune People’s Committee keeps the list; the administrator imports it from a file.
units-sources = Sources
units-source = Source
units-source-licence = { $source }, licence { $licence }
units-to-index = See all provinces and cities
units-line = { $label }: { $value }

# A name that names no unit, or several
units-ambiguous-title = Several units have this name
units-ambiguous = On { $date } several units are called “{ $text }”. Choose one, or use its code.
units-unknown-title = There is no such unit
units-unknown = On { $date } no unit has the name or code “{ $text }”.
units-candidates = Units with this name
units-other-dates = At another time
units-near = Names near to it

# Undoing a reorganisation
units-undo-unknown = There is no reorganisation { $number }. See the list: dinh units reorganisations.
units-undo-already = “{ $title }” was already undone on { $date }, because: { $reason }.
units-undo-built-on = Later reorganisations build on this one. Undo them first: { $titles }.
units-undo-no-reason = Say why it is undone: the reason is kept and shown.
units-undo-failed = The database failed; nothing was changed.

# Reorganisations in a terminal
units-reorganisation = { $number }. Since { $date }: { $title } ({ $document })
units-reorganisation-undone = { $reorganisation }. Undone on { $date }, because: { $reason }

# What is wrong with a file
units-problem-beside = { $column }: { $what }
units-problem-in-column = Line { $line }, column { $column }: { $what }
units-problem-on-line = Line { $line }: { $what }
units-import-encoding = the text is not UTF-8. Save the file as UTF-8 and try again
units-import-csv = the CSV can’t be read: { $reason }
units-import-column-missing = column { $missing } is missing. The columns are: { $expected }
units-import-column-unknown = column { $found } is not known. The columns are: { $expected }
units-import-cells = there are { $found } cells; the heading has { $expected }
units-import-empty = must not be empty
units-import-choice = “{ $found }” is not one of: { $expected }
units-import-date = “{ $found }” is no day. Write it as 2025-07-01 or 01/07/2025
units-import-number = “{ $found }” is no number from { $from } to { $to } with a decimal point
units-import-nothing = there are no changes
units-import-no-unit-ends = no unit of code { $found } ends on { $date }. Units of this code end on: { $expected }
units-import-no-unit-begins = no unit of code { $found } begins on { $date }. Units of this code begin on: { $expected }
units-import-link-twice = { $old } into { $new } is there twice
units-import-link-there = { $old } into { $new } is already recorded
units-import-link-absent = { $old } into { $new } is not recorded
units-import-partial = { $code } goes into { $count } units, so each of its rows needs partial = { $expected } (1 when split, 0 when not)
units-import-code = “{ $found }” is no code: provinces have 2 digits, districts 3, communes 5
units-import-code-twice = code { $found } is there twice
units-import-code-taken = code { $found } belongs to { $unit }, which does not end in this file
units-import-parent = there is no unit above of code { $found } on { $date }
units-import-kind = “{ $found }” must begin with one of: { $expected }
units-import-no-unit-on = there is no unit of code { $found } on { $date }
units-import-ends-already = the unit of code { $found } already ends on { $date } by another reorganisation
units-import-link-not-closed = { $found } does not end in this file: a close row is needed
units-import-link-not-opened = { $found } does not begin in this file: an open row is needed
units-import-goes-nowhere = { $found } ends without going anywhere: a link row is needed
units-import-comes-from-nowhere = { $found } begins without coming from anywhere: a link row is needed
units-import-child-left = { $found } ends but { $unit } ({ $child }) still lies in it: it must end too
units-import-commune = there is no commune of code { $found } on that day. There is: { $expected }
units-import-days = the end must come after the beginning
units-import-outlives = { $unit } ends on { $date }; its hamlets can’t last longer
units-import-hamlet-twice = “{ $found }” is already there in the same commune on those days

# Kinds of unit
units-kind-country = Country
units-kind-province = Province
units-kind-central-city = City under the central government
units-kind-urban-district = Urban district (quận)
units-kind-rural-district = Rural district (huyện)
units-kind-town = Town (thị xã)
units-kind-provincial-city = City in a province
units-kind-municipal-city = City in a centrally governed city
units-kind-commune = Commune (xã)
units-kind-ward = Ward (phường)
units-kind-township = Township (thị trấn)
units-kind-special-zone = Special zone (đặc khu)
units-kind-ap = Hamlet (ấp)
units-kind-thon = Hamlet (thôn)
units-kind-lang = Hamlet (làng)
units-kind-ban = Hamlet (bản)
units-kind-buon = Hamlet (buôn)
units-kind-bon = Hamlet (bon)
units-kind-phum = Hamlet (phum)
units-kind-soc = Hamlet (sóc)
units-kind-khom = Neighbourhood (khóm)
units-kind-to-dan-pho = Neighbourhood (tổ dân phố)
units-kind-khu-pho = Neighbourhood (khu phố)
units-kind-khoi-pho = Neighbourhood (khối phố)

# How many of a kind
units-count-province = { $count ->
    [one] 1 province
   *[other] { $count } provinces
}
units-count-central-city = { $count ->
    [one] 1 central city
   *[other] { $count } central cities
}
units-count-urban-district = { $count ->
    [one] 1 urban district
   *[other] { $count } urban districts
}
units-count-rural-district = { $count ->
    [one] 1 rural district
   *[other] { $count } rural districts
}
units-count-town = { $count ->
    [one] 1 town
   *[other] { $count } towns
}
units-count-provincial-city = { $count ->
    [one] 1 city
   *[other] { $count } cities
}
units-count-municipal-city = { $count ->
    [one] 1 city
   *[other] { $count } cities
}
units-count-commune = { $count ->
    [one] 1 commune
   *[other] { $count } communes
}
units-count-ward = { $count ->
    [one] 1 ward
   *[other] { $count } wards
}
units-count-township = { $count ->
    [one] 1 township
   *[other] { $count } townships
}
units-count-special-zone = { $count ->
    [one] 1 special zone
   *[other] { $count } special zones
}

units-find-commune = Find a commune
units-find = Find
units-find-nothing = No commune is called “{ $q }”.
units-find-hint = Try a shorter name; diacritics do not matter.
units-found-communes = Communes found
units-column-commune = Commune
units-column-place = In
