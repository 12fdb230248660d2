/** The page that stands in for one that needs the network: tries again by itself when there is one. */

addEventListener("online", () => location.reload());
