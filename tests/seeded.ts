// Runs before every test file: random cases are the same in every place and on every day, so that what fails in continuous
// integration fails here. GRADWIRE_SEED gives others.

import fc from "fast-check"
import { seed } from "./campaign.ts"

fc.configureGlobal({ seed })
