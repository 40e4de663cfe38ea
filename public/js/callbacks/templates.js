// A message template as it will arrive: filled and counted while it is written.

const SINGLE = 70;
const JOINED = 67;

const form = document.querySelector('form[data-template]');
if (form) {
  const values = JSON.parse(form.dataset.values);
  const preview = document.getElementById('preview');
  const size = document.getElementById('size');
  const show = () => {
    const text = form.elements.text.value.trim();
    const filled = text.replace(/\{([^{}]*)\}/g, (whole, name) =>
      Object.hasOwn(values, name) ? values[name] : whole,
    );
    const count = [...filled].length;
    const parts = count <= SINGLE ? 1 : Math.ceil(count / JOINED);
    const words = form.elements.channel.value === 'sms' ? form.dataset.saidSms : form.dataset.saidWechat;
    preview.textContent = filled;
    size.textContent = words.replace('{count}', String(count)).replace('{parts}', String(parts));
  };
  form.addEventListener('input', show);
  form.addEventListener('change', show);
}
