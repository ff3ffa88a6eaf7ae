/** The MCU families whose rules differ; `other` has no Device OS rules of its own here. */
export type Family = 'stm32f1' | 'stm32f2' | 'nrf52840' | 'rtl872x' | 'other';
