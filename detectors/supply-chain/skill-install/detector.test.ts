import { testDetector } from '../../../test/support/detector-cases';
import { skillInstall } from './detector';

testDetector(skillInstall, __dirname);
