import { testDetector } from '../../../test/support/detector-cases';
import { registryOverride } from './detector';

testDetector(registryOverride, __dirname);
