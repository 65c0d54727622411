// Enhancements only: every page works without this file.
document.documentElement.classList.add("has-script");
