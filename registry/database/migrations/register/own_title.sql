-- Tables in the form of this register: its own exports, and what people fill in by hand.
UPDATE import_source SET title = '本登记簿的表格' WHERE name = 'own' AND title = '本系统导出';
