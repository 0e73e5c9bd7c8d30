import { testDetector } from '../../../test/support/detector-cases';
import { fleetChange } from './detector';

testDetector(fleetChange, __dirname);
