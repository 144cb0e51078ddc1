"""The directory of schools: what is taught where, from when the data are, and by what source.

`knowledge/schools.yml` is shipped and says what the facts support. A department's own list is
imported into `var/schools.yml` (setting KNOWLEDGE_SCHOOLS) and comes before it:

    python -m knowledge schools template > truong.csv     # or: template --format yaml
    python -m knowledge schools import truong.csv         # all of it or nothing
    python -m knowledge schools list --province "Lạng Sơn"
    python -m knowledge schools check                     # what is old, past or missing

CSV: UTF-8 with or without BOM (Excel: "CSV UTF-8") or Excel's "Unicode text"; `,`, `;` or tab.
One row a programme; rows of one school follow each other and repeat its name and province, what
else is of the school may stand in its first row alone. A school without programmes is one row.
The columns, by their headings; those marked * must be filled:

    Mã trường            id: small letters, digits and "-"; empty: made of name and province
    Tên trường *         as in the decision that founded it
    Loại *               cao đẳng, trung cấp, trung học nghề, đại học, trung tâm GDNN-GDTX, khác
    Tỉnh *               today's name or the one before 1/7/2025
    Xã/phường            today's name or the one before; "huyện Cao Lộc" is understood too
    Tên cũ               several with ";"
    Trình độ             sơ cấp, trung cấp, trung học nghề, 9+, GDTX, cao đẳng, đại học; with ";"
    Ngành, nghề          one programme; empty: the school alone
    Lĩnh vực             a field of knowledge/fields.yml; empty: told from the programme's name
    Trình độ của ngành   one level; must be filled where a programme is
    Học phí              đồng a month: 1.200.000; 0 or "miễn phí"; empty: not known
    Chỉ tiêu             places a year; empty: not known
    Hạn nộp hồ sơ        dd/mm/yyyy or yyyy-mm-dd; empty: not known
    Số giấy phép         licence to enrol for trung học nghề, and for that level alone
    Ngày giấy phép       its date; both or none
    Trang web            https://…
    Ghi chú              at most 200 letters
    Nguồn *              the document or page that says so
    Đường dẫn nguồn      https://…
    Ngày dữ liệu *       when it was so: dd/mm/yyyy, mm/yyyy or yyyy; not in the future

YAML: a list of schools with the keys id, name, kind, province, commune, old_names, levels,
programmes, site, note, source, source_url, as_of; each programme with name, field, level, fee,
quota, deadline, licence_number, licence_date. Values are written as in CSV; lists are lists.
The shipped file adds `facts`, the ids of the facts that a school rests on.

What is imported takes the place of an entry with the same id; the rest stays. Empty means "not
known", and the bot says it so.
"""
