import { testDetector } from '../../../test/support/detector-cases';
import { secretSent } from './detector';

testDetector(secretSent, __dirname);
