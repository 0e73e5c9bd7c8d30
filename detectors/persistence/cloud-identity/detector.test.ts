import { testDetector } from '../../../test/support/detector-cases';
import { cloudIdentity } from './detector';

testDetector(cloudIdentity, __dirname);
