import { testDetector } from '../../../test/support/detector-cases';
import { backgroundSurvival } from './detector';

testDetector(backgroundSurvival, __dirname);
