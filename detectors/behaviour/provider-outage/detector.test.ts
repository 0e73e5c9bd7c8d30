import { testDetector } from '../../../test/support/detector-cases';
import { providerOutage } from './detector';

testDetector(providerOutage, __dirname);
