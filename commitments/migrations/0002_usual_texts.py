"""What is committed to where no territory has worded it: in our own words, after the duties of rules 3.1."""

import json
from datetime import date
from hashlib import sha256

from django.db import migrations
from django.utils import timezone

OF_INSTITUTION = """本机构是依法执业的责任主体，主要负责人是第一责任人。现向监督机构郑重承诺：
一、严格遵守医疗卫生法律、法规、规章和诊疗规范，在核准登记的地点、诊疗科目和有效期内开展执业活动。
二、不聘用非卫生技术人员从事医疗卫生技术工作，从业人员依法注册，在注册的执业地点、类别和范围内执业。
三、不开展未经批准或者明令禁止的诊疗活动和医疗技术，依法管理药品、医疗器械、麻醉药品、精神药品和放射诊疗。
四、落实传染病防治、医院感染管理、消毒隔离和医疗废物处置的各项要求。
五、规范书写、妥善保管病历，不出具虚假的诊断、检查、出生、死亡等证明文件。
六、合理检查、合理用药、合理收费，公示收费项目和标准，不骗取医疗保障基金，不发布违法医疗广告。
七、建立依法执业自查制度，每年至少全面自查一次，每季度至少日常自查一次，如实报告结果，及时整改存在的问题。
八、接受卫生健康及有关部门的监督检查，如实提供资料，不隐瞒、不拒绝、不阻碍。
九、将本承诺书在执业场所显著位置长期公示，接受社会监督。
如违反上述承诺，本机构愿意承担相应的法律责任，并同意将违诺情况记入信用记录。"""
OF_PRACTITIONER = """本人作为医务人员，现向所在医疗机构郑重承诺：
一、遵守医疗卫生法律、法规、规章、诊疗规范和本机构的各项制度，恪守职业道德。
二、依法取得执业资格并完成注册，在注册的执业地点、执业类别和执业范围内执业，不出租、出借、转让执业证书。
三、尊重患者的知情同意权和隐私权，不泄露患者个人信息。
四、合理检查、合理诊疗、合理用药，规范书写病历，不伪造、篡改、隐匿、销毁医学文书，不出具虚假证明。
五、不索取、收受患者财物，不收受回扣，不利用职务之便谋取不正当利益。
六、落实医院感染管理、传染病报告、医疗废物处置等要求，及时报告医疗不良事件。
七、配合本机构开展依法执业自查，发现问题如实报告并及时整改。
如违反上述承诺，本人愿意承担相应的责任，并同意将违诺情况作为年度考核、职称评聘和信用记录的依据。"""
TEXTS = {
    "institution": ("医疗机构依法执业承诺书", OF_INSTITUTION),
    "practitioner": ("医务人员依法执业承诺书", OF_PRACTITIONER),
}


def digest(*facts):
    return sha256(json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def add(apps, schema_editor):
    """Unless they are there: going back leaves them, since a text that was signed stays."""
    CommitmentTemplate = apps.get_model("commitments", "CommitmentTemplate")
    for kind, (title, text) in TEXTS.items():
        if not CommitmentTemplate.objects.filter(kind=kind, region=None).exists():
            CommitmentTemplate.objects.create(
                kind=kind, region=None, region_path="", number=1, title=title, text=text,
                valid_from=date(2000, 1, 1), digest=digest(title, text), added_at=timezone.now(),
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
