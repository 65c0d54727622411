# The page shell
shell-name = Đình
shell-motto = The village's business is everyone's to know
shell-skip = Skip to main content
shell-navigation = Main sections
shell-languages = Language
shell-breadcrumbs = Where this page is
shell-error-prefix = Error:
shell-demo-label = Demonstration
shell-demo = Demonstration: the software made these records up for trying it out; they are not real. Figures from publications always name their source.
shell-footer-about = Đình is software for grassroots democracy: people know, discuss, act, check, supervise and benefit.
shell-footer-figures = Every figure opens down to the records it counts or to the source it names.
shell-footer-licence = Free software under the AGPL, version 3 or later.
shell-to-home = To the first page
shell-not-found-title = There is no such page
shell-not-found-explanation = The address may be mistyped, or the page has moved. Please check the address, or start from the first page.
shell-bad-request-title = The request could not be understood
shell-server-error-title = The server has a fault
shell-server-error-explanation = The fault is ours and has been recorded. What you sent may not have been saved; please try again in a few minutes.
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-forbidden-title = Not permitted
shell-forbidden-explanation = The roles of this account do not allow what was asked. The table of permissions says which role does; the unit's administrator gives roles.
shell-form-outdated = The form is outdated or the browser sends no cookies, so nothing was done. Go back, load the page again and send it once more.
shell-form-from-elsewhere = This request does not come from a page of this system, so nothing was done.
shell-form-too-large = The form sent is too large.

# Components
component-notice-info = Please note
component-notice-success = Done
component-notice-warning = Needs attention
component-notice-problem = Something is wrong
component-empty-duty = Whose duty:
component-citation = Under:
component-pagination = Pages of the list
component-pagination-previous = Previous page
component-pagination-next = Next page
component-no-figure = no figure yet
component-verdict-ruled-out = Ruled out
component-verdict-possible = Possible
component-verdict-hypothesis = Hypothesis
component-finding-arithmetic = Arithmetic:
component-finding-explanations = Explanations that were weighed
component-finding-untouched = Both figures stand as their sources give them; the software changes neither.
component-chart-alternative = Chart: { $caption }. The figures are in the table below.
component-chart-figures = Figures of the chart
component-errors-title = Please correct the following

shell-file-empty = The file is empty. Choose another.
shell-file-too-large = The file is too large. Choose a smaller one.
shell-file-kind = This kind of file is not taken: use PDF, a JPEG, PNG or WebP picture, or DOCX, XLSX, ODT, ODS.
shell-file-macros = The file holds macros, which may harm whoever opens it. Save it without them.
shell-file-damaged = The picture is damaged. Choose another.
shell-file-too-many = There are too many files.

shell-form-trap = Please leave this empty
shell-form-cancel = Cancel
shell-form-words = Please write something, at most { $most } letters.
