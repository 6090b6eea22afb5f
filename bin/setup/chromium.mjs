// The browser of the tests.
import { existsSync } from 'node:fs';

/** Without windows of its own it takes a good half of the processor time; the whole browser does as well. */
const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** Where Chromium is; undefined where it is not. */
export const findChromium = () => PLACES.find((place) => existsSync(place));
