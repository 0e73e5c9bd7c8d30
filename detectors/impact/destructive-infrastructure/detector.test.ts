import { testDetector } from '../../../test/support/detector-cases';
import { destructiveInfrastructure } from './detector';

testDetector(destructiveInfrastructure, __dirname);
