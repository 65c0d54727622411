//! Embedded style sheets, scripts and fonts.
