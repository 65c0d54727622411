// Lets the form for a petition, empty, be opened again without a network.
import { keepPages } from "./kept-pages";

keepPages({ cache: "dinh-petition-1", isPage: (url) => /^\/kien-nghi\/[^/]+\/gui$/.test(url.pathname) });
