"""The report as a draft in Word, in the form of Nghị định 30/2020/NĐ-CP (extra: docx)."""
