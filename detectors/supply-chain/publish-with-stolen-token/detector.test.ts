import { testDetector } from '../../../test/support/detector-cases';
import { publishWithStolenToken } from './detector';

testDetector(publishWithStolenToken, __dirname);
