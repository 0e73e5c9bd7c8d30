import { testDetector } from '../../../test/support/detector-cases';
import { outsideTextObeyed } from './detector';

testDetector(outsideTextObeyed, __dirname);
