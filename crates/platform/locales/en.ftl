# The page shell
shell-name = Đình
shell-motto = The village's business is everyone's to know
shell-skip = Skip to main content
shell-navigation = Main sections
shell-languages = Language
shell-breadcrumbs = Where this page is
shell-error-prefix = Error:
shell-demo = Demonstration: the records on this page were made up by the software for trying it out; they are not real. Figures taken from publications always name their source.
shell-footer-about = Đình is software for grassroots democracy: people know, discuss, act, check, supervise and benefit.
shell-footer-figures = Every figure opens down to the records it counts or to the source it names.
shell-footer-licence = Free software under the AGPL, version 3 or later.
shell-to-home = To the first page
shell-not-found-title = There is no such page
shell-not-found-explanation = The address may be mistyped, or the page has moved. Please check the address, or start from the first page.
shell-bad-request-title = The request could not be understood
shell-server-error-title = The server has a fault
shell-server-error-explanation = The fault is ours and has been recorded. What you sent may not have been saved; please try again in a few minutes.
