import { testDetector } from '../../../test/support/detector-cases';
import { provisioningBurst } from './detector';

testDetector(provisioningBurst, __dirname);
