import { testDetector } from '../../../test/support/detector-cases';
import { localAccount } from './detector';

testDetector(localAccount, __dirname);
