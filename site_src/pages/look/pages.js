// What every page of running text runs.
import "./search-opener.js";
import "./stay.js";
